import {deepestCause, traceCauses} from '../trace-causes.js'
import {databaseFailures} from './database-failures.js'
import type {FailureFacts, KnownFailure} from './known-failure.js'
import {recordFailures} from './record-failures.js'
import {sourceFailures} from './source-failures.js'

/** Looked through from the top: narrower rows stand before wider ones. */
export const knownFailures: readonly KnownFailure[] = [...databaseFailures, ...recordFailures, ...sourceFailures]

export interface Diagnosis {
  /** Undefined: nothing like it is known; then the cause is the server's own. */
  readonly failure: string | undefined
  /** One line. */
  readonly cause: string
  /** What to type. */
  readonly fix: readonly [string, ...string[]]
  /** The server's own words, where the cause is ours. */
  readonly words: string | undefined
}

/** One line of why, and the command that mends it, from a page of Java. */
export function diagnose(trace: string, facts: Omit<FailureFacts, 'part'>): Diagnosis {
  const text = [...traceCauses(trace).map(({type, message}) => `${type}: ${message}`), trace.split('\n')[0]].join('\n')
  const words = deepestCause(trace)
  const full = {...facts, part: partOf(facts)}
  for (const row of knownFailures) {
    const match = row.pattern.exec(text)
    if (!match || row.when?.(full) === false) continue
    return {failure: row.id, cause: row.cause(match, full), fix: row.fix(match, full), words}
  }
  return {
    failure: undefined,
    cause: words,
    fix: [`See all of it: msa connector doctor ${facts.name} --trace`, 'msa logs connect --tail 50'],
    words: undefined,
  }
}

/** The trace does not say it. The key is converted first, so a key that is no envelope under a JSON converter is what failed. */
function partOf({config, topics}: Omit<FailureFacts, 'part'>): FailureFacts['part'] {
  const converter = config['key.converter'] ?? 'JsonConverter'
  const wantsJson = converter.endsWith('JsonConverter') && config['key.converter.schemas.enable'] !== 'false'
  const isWrong = topics.some(({key}) => key !== undefined && key !== 'nothing' && key !== 'envelope')
  return wantsJson && isWrong ? 'key' : 'value'
}
