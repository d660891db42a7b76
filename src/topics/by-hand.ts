import type {BrokerAddress} from '../clients/kafka-wire/broker-connection.js'

/** The command of Kafka's own distribution that does the same, ready to paste. */
export function byHand(tool: string, brokers: readonly BrokerAddress[], words: readonly string[]): string {
  const bootstrap = brokers.map(({host, port}) => `${host}:${port}`).join(',')
  return [`${tool}.sh`, '--bootstrap-server', bootstrap, ...words.map(shellWord)].join(' ')
}

/** Also fits where a name begins with `-` or holds what a shell would take for a command. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
