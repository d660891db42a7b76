import {setTimeout as pause} from 'node:timers/promises'
import {MsaError, reasonOf} from '../errors.js'

/** One leg of the way that a marked order takes. */
export interface Leg {
  readonly name: string
  /** What was seen; undefined for "not yet". Throws where there is no sense in waiting. */
  readonly look: () => Promise<string | undefined>
  /** What to say, and to type, when it never comes. */
  readonly broken: () => Promise<Broken>
}

export interface Broken {
  readonly reason: string
  readonly tryThis: readonly [string, ...string[]]
}

export type LegResult =
  | {readonly leg: string; readonly state: 'passed'; readonly ms: number; readonly seen: string}
  | ({readonly leg: string; readonly state: 'broken'; readonly ms: number} & Broken)
  | {readonly leg: string; readonly state: 'not tried'}

export interface FlowReport {
  readonly mark: string
  readonly ok: boolean
  /** The first leg that is broken. */
  readonly broken: string | undefined
  readonly ms: number
  readonly legs: readonly LegResult[]
}

const LOOK_EVERY_MS = 50

/** Leg after leg, each timed from the one before; behind the first broken one nothing is tried. */
export async function walkLegs(mark: string, legs: readonly Leg[], timeoutMs: number): Promise<FlowReport> {
  const began = performance.now()
  const results: LegResult[] = []
  for (const leg of legs) {
    const isBroken = results.some(({state}) => state !== 'passed')
    results.push(isBroken ? {leg: leg.name, state: 'not tried'} : await walk(leg, timeoutMs))
  }
  const broken = results.find(({state}) => state === 'broken')?.leg
  return {mark, ok: broken === undefined, broken, ms: Math.round(performance.now() - began), legs: results}
}

async function walk({name, look, broken}: Leg, timeoutMs: number): Promise<LegResult> {
  const began = performance.now()
  const passed = () => Math.round(performance.now() - began)
  try {
    for (;;) {
      const seen = await look()
      if (seen !== undefined) return {leg: name, state: 'passed', ms: passed(), seen}
      if (performance.now() - began > timeoutMs) return {leg: name, state: 'broken', ms: passed(), ...(await broken())}
      await pause(LOOK_EVERY_MS)
    }
  } catch (error) {
    return {leg: name, state: 'broken', ms: passed(), ...whyThrown(error)}
  }
}

function whyThrown(error: unknown): Broken {
  if (!(error instanceof MsaError)) return {reason: reasonOf(error), tryThis: ['msa status']}
  const [first = 'msa status', ...rest] = error.suggestions
  return {reason: [error.message, ...error.details].join(': '), tryThis: [first, ...rest]}
}
