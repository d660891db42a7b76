import type {ConnectorConfig} from '../../clients/connect.js'
import {shellWord} from '../../platform/shell-word.js'
import type {RecordShape} from '../../topics/record-shape.js'

/** What the last records of a topic are. */
export interface TopicFacts {
  readonly topic: string
  readonly exists: boolean
  readonly key: RecordShape | undefined
  readonly value: RecordShape | undefined
  /** The last value as text, cut; for a command that can be typed. */
  readonly sample: string | undefined
  /** Field names of the last value. */
  readonly fields: readonly string[]
}

export interface FailureFacts {
  readonly name: string
  /** With its secrets hidden: what is said about it is shown. */
  readonly config: ConnectorConfig
  readonly topics: readonly TopicFacts[]
  /** Which part of a record could not be converted, by the trace. */
  readonly part: 'key' | 'value' | undefined
  readonly database?: LabDatabase | undefined
  /** `ann@127.0.0.1`: the account that the database takes the connector's user for, where it was asked. */
  readonly account?: string | undefined
}

/** Where the lab's own database answers. */
export interface LabDatabase {
  readonly host: string
  readonly port: number
}

export type Fix = readonly [string, ...string[]]

/** A row of what is known: words of a server → one line of cause → what to type. */
export interface KnownFailure {
  readonly id: string
  /** Sought in all causes of the trace, outermost first, one a line. */
  readonly pattern: RegExp
  /** Asked besides the pattern, where the same words mean several things. */
  readonly when?: (facts: FailureFacts) => boolean
  readonly cause: (match: RegExpExecArray, facts: FailureFacts) => string
  readonly fix: (match: RegExpExecArray, facts: FailureFacts) => Fix
}

/** `msa connector config my-sink --set a=b`: changes it, and waits until it runs. */
export function setting(name: string, ...pairs: readonly string[]): string {
  return `msa connector config ${shellWord(name)} ${pairs.map(pair => `--set ${shellWord(pair)}`).join(' ')}`
}

export function isDebezium({config}: FailureFacts): boolean {
  return config['connector.class']?.startsWith('io.debezium.') === true
}

export function firstTopic({topics}: FailureFacts): TopicFacts | undefined {
  return topics.find(({value}) => value !== undefined && value !== 'envelope') ?? topics[0]
}

/** Where a record cannot be read, it stays where it is: either it is left out, or the topic is made anew. */
export function leaveOut(name: string): string {
  return `Leave out what cannot be read: ${setting(name, 'errors.tolerance=all', 'errors.log.enable=true')}`
}
