import type {BrokerAddress} from '../clients/kafka-wire/broker-connection.js'
import {shellWord} from '../platform/shell-word.js'

/** A call of a tool of Kafka's own distribution. */
export interface HandCommand {
  readonly tool: string
  readonly words: readonly string[]
  /** What it reads: these lines, or a file; without it what msa itself reads. */
  readonly input?: {readonly lines: readonly string[]} | {readonly file: string} | undefined
  /** What was asked for and that tool cannot do. */
  readonly lacks?: readonly string[]
}

/** The command that does the same, ready to paste; what it does not do stands in a comment behind it. */
export function byHand({tool, words, input, lacks = []}: HandCommand, brokers: readonly BrokerAddress[]): string {
  const bootstrap = brokers.map(({host, port}) => `${host}:${port}`).join(',')
  const call = [`${tool}.sh`, '--bootstrap-server', ...[bootstrap, ...words].map(shellWord)].join(' ')
  const remark = lacks.length === 0 ? '' : ` # it cannot do: ${lacks.join(', ')}`
  if (input === undefined) return `${call}${remark}`
  if ('file' in input) return `${call} < ${shellWord(input.file)}${remark}`
  return `printf '%s\\n' ${input.lines.map(shellWord).join(' ')} | ${call}${remark}`
}
