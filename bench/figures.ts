/** One promise: its figures, one a run, and the bound that each should keep. */
export interface Figure {
  readonly name: string
  readonly values: readonly number[]
  readonly goal: number
  readonly unit: 'x' | 'MiB' | '%' | 's'
}

export interface Summary {
  readonly min: number
  readonly median: number
}

export function summaryOf(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return {
    min: sorted[0] ?? Number.NaN,
    median: sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2,
  }
}

/** `name   min / median   goal   ok`. The median decides. */
export function figureLine({name, values, goal, unit}: Figure): string {
  const {min, median} = summaryOf(values)
  const digits = unit === 'MiB' ? 0 : 2
  const figures = `${min.toFixed(digits)} / ${median.toFixed(digits)} ${unit}`
  const verdict = median <= goal ? 'ok' : 'NOT MET'
  return `${name.padEnd(58)} ${figures.padStart(18)}   at most ${`${goal} ${unit}`.padEnd(9)} n=${String(values.length).padEnd(3)} ${verdict}`
}
