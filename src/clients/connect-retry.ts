import type {ConnectAnswer} from './connect-http.js'

/**
 * What to make of an answer of Connect's.
 * `passes`: nothing was done, ask again. `uncertain`: it may have been done, or may still be; look before asking again. `final`: that is the answer.
 */
export type AnswerKind = 'passes' | 'uncertain' | 'final'

const REBALANCE =
  /rebalance|stale configuration|no leader|not yet joined|leader is not known|config(?:uration)? data (?:is )?(?:stale|out of date)/i
const TIMED_OUT = /timed? ?out/i

/** 409 is a rebalance, or a name that exists already: only the words tell. 500 is a rebalance too, or a time-out whose request may still happen. */
export function kindOfAnswer({status, message}: ConnectAnswer): AnswerKind {
  if (status === 409) return /already exists/i.test(message) ? 'final' : 'passes'
  if (status === 500 && REBALANCE.test(message)) return 'passes'
  if (status === 500 && TIMED_OUT.test(message)) return 'uncertain'
  return status === 503 ? 'passes' : 'final'
}

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 1_000

export function pauseBefore(attempt: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt)
}
