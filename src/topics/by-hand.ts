import type {BrokerAddress} from '../clients/kafka-wire/broker-connection.js'
import {shellWord} from '../platform/shell-word.js'

/** The command of Kafka's own distribution that does the same, ready to paste. */
export function byHand(tool: string, brokers: readonly BrokerAddress[], words: readonly string[]): string {
  const bootstrap = brokers.map(({host, port}) => `${host}:${port}`).join(',')
  return [`${tool}.sh`, '--bootstrap-server', bootstrap, ...words.map(shellWord)].join(' ')
}
