import type {MsaError} from '../errors.js'

export interface Spot {
  readonly line: number
  readonly column: number
}

/** One setting as written: a text, a nested object as its entries, or null for what is neither. */
export interface Entry {
  readonly key: string
  readonly value: string | readonly Entry[] | null
  readonly spot: Spot
}

export type Refuse = (problem: string, spot?: Spot) => MsaError
