const defaultTail = 100

export interface TailWish {
  readonly tail?: number | undefined
  readonly since?: number | undefined
  readonly grep?: string | undefined
  readonly trace?: string | undefined
}

/** How many last lines of each log are looked at; undefined: all. Who searches means everything unless told otherwise. */
export function linesWanted({tail, since, grep, trace}: TailWish): number | undefined {
  if (tail !== undefined) return tail === Number.POSITIVE_INFINITY ? undefined : tail
  return since === undefined && grep === undefined && trace === undefined ? defaultTail : undefined
}
