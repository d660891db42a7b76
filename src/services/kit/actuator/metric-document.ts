import type {Meter} from '../metrics/metrics.js'
import type {Labels} from '../metrics/prometheus-names.js'

interface Sample {
  readonly labels: Labels
  readonly values: Readonly<Record<string, number>>
}

/** `/actuator/metrics/{name}` as Spring answers it; `wanted` are its `tag=key:value` filters. Undefined when no series fits. */
export function metricDocument(meter: Meter, wanted: readonly string[]): Record<string, unknown> | undefined {
  const samples = samplesOf(meter).filter(({labels}) => wanted.every(tag => fits(labels, tag)))
  if (samples.length === 0) return undefined
  return {
    name: meter.name,
    description: meter.help,
    ...(meter.kind === 'timer' ? {baseUnit: 'seconds'} : {}),
    measurements: Object.entries(combine(samples)).map(([statistic, value]) => ({statistic, value})),
    availableTags: tagsOf(samples, wanted),
  }
}

function samplesOf(meter: Meter): Sample[] {
  if (meter.kind === 'readings') {
    return meter.read().map(({labels, value}) => ({labels, values: {[meter.statistic]: value}}))
  }
  return [...meter.timer.series.values()].map(({labels, count, sum, max}) => ({
    labels,
    values: {COUNT: count, TOTAL_TIME: sum, MAX: max.value},
  }))
}

function fits(labels: Labels, tag: string): boolean {
  const colon = tag.indexOf(':')
  return colon > 0 && labels[tag.slice(0, colon)] === tag.slice(colon + 1)
}

function combine(samples: readonly Sample[]): Record<string, number> {
  const total: Record<string, number> = {}
  for (const {values} of samples) {
    for (const [statistic, value] of Object.entries(values)) {
      const before = total[statistic] ?? 0
      total[statistic] = statistic === 'MAX' ? Math.max(before, value) : before + value
    }
  }
  return total
}

function tagsOf(samples: readonly Sample[], wanted: readonly string[]): {tag: string; values: string[]}[] {
  const fixed = new Set(wanted.map(tag => tag.split(':', 1)[0]))
  const names = [...new Set(samples.flatMap(({labels}) => Object.keys(labels)))].filter(name => !fixed.has(name))
  return names.map(tag => ({tag, values: [...new Set(samples.map(({labels}) => labels[tag] ?? ''))]}))
}
