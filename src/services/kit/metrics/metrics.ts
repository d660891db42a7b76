import {performance} from 'node:perf_hooks'
import {Counter, collectDefaultMetrics, Gauge, Registry} from 'prom-client'
import type {Labels} from './prometheus-names.js'
import {prometheusLabel, prometheusLabels, prometheusName} from './prometheus-names.js'
import {createTimer, type Timer} from './timer.js'

export interface GaugeReading {
  readonly labels: Labels
  readonly value: number
}

/** What a service measures. Names are Micrometer's, with dots; Prometheus sees underscores and units. */
export class Metrics {
  private readonly registry = new Registry()
  private readonly meters = new Map<string, Meter>()
  private collectsProcess = false

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** The same name gives the same timer. */
  timer(name: string, help: string): Timer {
    const known = this.meters.get(name)
    if (known?.kind === 'timer') return known.timer
    const timer = createTimer(this.registry, prometheusName(name), help, this.now)
    this.meters.set(name, {kind: 'timer', name, help, timer})
    return timer
  }

  counter(name: string, help: string, labelNames: readonly string[] = []): (labels?: Labels, by?: number) => void {
    const totals = new Map<string, {labels: Labels; value: number}>()
    const counter = new Counter({
      name: `${prometheusName(name)}_total`,
      help,
      labelNames: labelNames.map(prometheusLabel),
      registers: [this.registry],
    })
    this.meters.set(name, {kind: 'readings', name, help, statistic: 'COUNT', read: () => [...totals.values()]})
    return (labels = {}, by = 1) => {
      const key = Object.values(labels).join('\u0000')
      const total = totals.get(key) ?? {labels, value: 0}
      total.value += by
      totals.set(key, total)
      counter.inc(prometheusLabels(labels), by)
    }
  }

  /** `read` is asked at each scrape. Prometheus has the unit in the name, Micrometer has not. */
  gauge(
    name: string,
    help: string,
    labelNames: readonly string[],
    read: () => readonly GaugeReading[],
    unit = '',
  ): void {
    this.meters.set(name, {kind: 'readings', name, help, statistic: 'VALUE', read})
    const gauge: Gauge<string> = new Gauge({
      name: prometheusName(unit === '' ? name : `${name}.${unit}`),
      help,
      labelNames: labelNames.map(prometheusLabel),
      registers: [this.registry],
      collect: () => {
        gauge.reset()
        for (const {labels, value} of read()) gauge.set(prometheusLabels(labels), value)
      },
    })
  }

  get names(): string[] {
    return [...this.meters.values()]
      .filter(hasData)
      .map(meter => meter.name)
      .sort()
  }

  find(name: string): Meter | undefined {
    const meter = this.meters.get(name)
    return meter !== undefined && hasData(meter) ? meter : undefined
  }

  /** The exposition format; Node's own figures are added at the first scrape, since collecting them slows the start. */
  async exposition(): Promise<string> {
    if (!this.collectsProcess) {
      this.collectsProcess = true
      collectDefaultMetrics({register: this.registry})
    }
    const metrics = await this.registry.getMetricsAsJSON()
    const used = metrics.filter(metric => 'values' in metric && metric.values.length > 0)
    const texts = await Promise.all(used.map(metric => this.registry.getSingleMetricAsString(metric.name)))
    return `${texts.join('\n')}\n`
  }
}

export type Meter =
  | {readonly kind: 'timer'; readonly name: string; readonly help: string; readonly timer: Timer}
  | {
      readonly kind: 'readings'
      readonly name: string
      readonly help: string
      readonly statistic: 'COUNT' | 'VALUE'
      readonly read: () => readonly GaugeReading[]
    }

/** As with Micrometer, nothing is listed before its first value. */
function hasData(meter: Meter): boolean {
  return meter.kind === 'timer' ? meter.timer.series.size > 0 : meter.read().length > 0
}
