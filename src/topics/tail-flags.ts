import {MsaError} from '../errors.js'
import type {RecordTest} from './expression.js'
import type {Format} from './format-names.js'
import {isPattern} from './select-topics.js'
import {parsePosition} from './start-position.js'
import type {TailRequest} from './tail-request.js'

export interface TailFlags {
  readonly from: string
  readonly until?: string | undefined
  readonly count?: number | undefined
  readonly partition?: string | undefined
  readonly group?: string | undefined
  readonly uncommitted: boolean
  readonly wait: boolean
  readonly 'check-crcs': boolean
  readonly grep?: string | undefined
  readonly 'ignore-case'?: boolean | undefined
  readonly filter?: string | undefined
  readonly 'match-key'?: string | undefined
  readonly 'match-value'?: string | undefined
  readonly 'match-header'?: readonly string[] | undefined
  readonly json: boolean
  readonly raw: boolean
  readonly template?: string | undefined
  readonly delimiter?: string | undefined
  readonly key: Format
  readonly value: Format
  readonly envelope: boolean
  readonly headers: boolean
  readonly 'offset-info': boolean
}

/** What was typed, understood once: everything that can be wrong about it is told before a broker is asked. */
export async function tailRequest(topics: readonly string[], flags: TailFlags, nowMs: number) {
  const request: TailRequest = {
    topics: [...new Set(topics)],
    from: parsePosition(flags.from, nowMs),
    until: flags.until === undefined ? undefined : parsePosition(flags.until, nowMs, '--until'),
    partitions: parsePartitions(flags.partition),
    count: flags.count,
    isolation: flags.uncommitted ? 'read_uncommitted' : 'read_committed',
    checkCrcs: flags['check-crcs'],
    wait: flags.wait,
    group: flags.group,
  }
  const view = {
    ...flags,
    template: flags.template,
    delimiter: flags.delimiter,
    offsetInfo: flags['offset-info'],
    severalTopics: request.topics.length > 1 || request.topics.some(isPattern),
  }
  return {request, accepts: await filterOf(flags), view}
}

/** Filters bring a regular expression engine with them: loaded only when one is asked for. */
async function filterOf(flags: TailFlags): Promise<RecordTest | undefined> {
  const names = ['grep', 'filter', 'match-key', 'match-value', 'match-header'] as const
  if (names.every(name => flags[name] === undefined)) return undefined
  const {recordFilter} = await import('./filters.js')
  return recordFilter({
    grep: flags.grep,
    ignoreCase: flags['ignore-case'],
    expression: flags.filter,
    key: flags['match-key'],
    value: flags['match-value'],
    headers: flags['match-header'],
  })
}

/** `0,2` */
export function parsePartitions(text: string | undefined): number[] | undefined {
  if (text === undefined) return undefined
  const parts = text.split(',')
  if (parts.every(part => /^\d{1,9}$/.test(part))) return [...new Set(parts.map(Number))]
  throw new MsaError('E_INPUT', `--partition does not understand "${text}"`, {
    details: ['Partitions are whole numbers from 0 on, separated by commas'],
    tryThis: ['--partition 0,2'],
  })
}
