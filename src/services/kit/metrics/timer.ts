import {Gauge, type Registry, Summary} from 'prom-client'
import {type Labels, prometheusLabels} from './prometheus-names.js'

export interface Timer {
  /** Records one duration. Label names must be the same at every call of one timer. */
  record(labels: Labels, seconds: number): void
  /** The same for one set of labels, for who records it over and over. */
  recorder(labels: Labels): (seconds: number) => void
  /** A series that is there, at 0, before its first call. */
  begin(labels: Labels): void
  readonly series: ReadonlyMap<string, TimerSeries>
}

export interface TimerSeries {
  readonly labels: Labels
  count: number
  sum: number
  readonly max: DecayingMax
}

/** Micrometer's rule: the maximum of the last two to three minutes, in a ring of three buckets. */
export class DecayingMax {
  private readonly buckets = [0, 0, 0]
  private turned = 0

  constructor(
    private readonly now: () => number,
    private readonly bucketMs = 60_000,
  ) {
    this.turned = now()
  }

  record(value: number): void {
    this.turn()
    for (let index = 0; index < this.buckets.length; index += 1) {
      if (value > (this.buckets[index] ?? 0)) this.buckets[index] = value
    }
  }

  get value(): number {
    this.turn()
    return this.buckets[0] ?? 0
  }

  private turn(): void {
    const steps = Math.floor((this.now() - this.turned) / this.bucketMs)
    if (steps <= 0) return
    this.turned += steps * this.bucketMs
    for (let step = 0; step < Math.min(steps, this.buckets.length); step += 1) {
      this.buckets.shift()
      this.buckets.push(0)
    }
  }
}

/** A Micrometer timer: `_seconds_count`, `_seconds_sum` (a summary without quantiles) and the gauge `_seconds_max`. */
export function createTimer(registry: Registry, name: string, help: string, now: () => number): Timer {
  const series = new Map<string, TimerSeries>()
  new CountAndSum(registry, `${name}_seconds`, help, series)
  new Maximum(registry, `${name}_seconds_max`, help, series)
  const seriesOf = (labels: Labels): TimerSeries => {
    const key = Object.values(labels).join('\u0000')
    const known = series.get(key)
    if (known !== undefined) return known
    const one = {labels, count: 0, sum: 0, max: new DecayingMax(now)}
    series.set(key, one)
    return one
  }
  return {
    series,
    begin: labels => void seriesOf(labels),
    record: (labels, seconds) => add(seriesOf(labels), seconds),
    recorder(labels) {
      let one: TimerSeries | undefined
      return seconds => {
        one ??= seriesOf(labels)
        add(one, seconds)
      }
    },
  }
}

function add(series: TimerSeries, seconds: number): void {
  series.count += 1
  series.sum += seconds
  series.max.record(seconds)
}

type SeriesMap = ReadonlyMap<string, TimerSeries>

/** Registers itself, as prom-client's metrics do; the quantiles of the base class are never used. */
class CountAndSum extends Summary<string> {
  constructor(
    registry: Registry,
    private readonly metric: string,
    help: string,
    private readonly series: SeriesMap,
  ) {
    super({name: metric, help, registers: [registry], percentiles: []})
  }

  override async get() {
    const values = [...this.series.values()].flatMap(({labels, count, sum}) => [
      {metricName: `${this.metric}_count`, labels: prometheusLabels(labels), value: count},
      {metricName: `${this.metric}_sum`, labels: prometheusLabels(labels), value: sum},
    ])
    return {...(await super.get()), values}
  }
}

class Maximum extends Gauge<string> {
  constructor(
    registry: Registry,
    name: string,
    help: string,
    private readonly series: SeriesMap,
  ) {
    super({name, help, registers: [registry]})
  }

  override async get() {
    const values = [...this.series.values()].map(({labels, max}) => ({
      labels: prometheusLabels(labels),
      value: max.value,
    }))
    return {...(await super.get()), values}
  }
}
