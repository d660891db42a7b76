import type {Facts} from './facts.js'

/** `fail`: the lab cannot run like this. `warn`: it can, but something will be less than it could be. */
export type Level = 'pass' | 'warn' | 'fail'

export interface Finding {
  readonly level: Level
  /** What was looked at: a program, a port, a folder. */
  readonly subject: string
  readonly says: string
  /** What to do about it; empty where nothing is to be done. */
  readonly tryThis: readonly string[]
}

/** Something to look at, as a value. Pure: everything it may know was gathered before. */
export interface Check {
  readonly name: string
  readonly examine: (facts: Facts) => readonly Finding[]
}

export function pass(subject: string, says: string): Finding {
  return {level: 'pass', subject, says, tryThis: []}
}

export function warn(subject: string, says: string, ...tryThis: string[]): Finding {
  return {level: 'warn', subject, says, tryThis}
}

export function fail(subject: string, says: string, ...tryThis: string[]): Finding {
  return {level: 'fail', subject, says, tryThis}
}
