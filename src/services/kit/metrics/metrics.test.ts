import {describe, expect, it} from 'vitest'
import {metricDocument} from '../actuator/metric-document.js'
import {Metrics} from './metrics.js'

/** Prometheus's text format 0.0.4: one line that is not so, and the whole scrape is refused. */
const line =
  /^(?:# (?:HELP|TYPE) [a-zA-Z_:][\w:]* .*|[a-zA-Z_:][\w:]*(?:\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*",?)*\})? (?:[-+]?[\d.]+(?:e[-+]?\d+)?|N[aA][nN]|[+-]Inf))$/

function measured(): Metrics {
  const metrics = new Metrics(() => 0)
  metrics.timer('http.client.requests', 'Calls').record({'client.name': 'order-service', uri: '/"\\\n'}, 0.5)
  metrics.counter('some.events', 'Events', ['event.kind'])({'event.kind': 'good'}, 2)
  metrics.gauge('some.size', 'Size', ['size.of'], () => [{labels: {'size.of': 'queue'}, value: 3}], 'bytes')
  return metrics
}

const read = (metrics: Metrics, name: string) => {
  const meter = metrics.find(name)
  return meter && metricDocument(meter, [])
}

describe('a label with a dot in its name', () => {
  it('has an underscore for Prometheus, whatever kind of meter has it', async () => {
    const lines = (await measured().exposition()).split('\n').filter(text => text !== '')
    expect(lines.filter(text => !line.test(text))).toEqual([])
    expect(lines).toEqual(
      expect.arrayContaining([
        'http_client_requests_seconds_count{client_name="order-service",uri="/\\"\\\\\\n"} 1',
        'http_client_requests_seconds_sum{client_name="order-service",uri="/\\"\\\\\\n"} 0.5',
        'http_client_requests_seconds_max{client_name="order-service",uri="/\\"\\\\\\n"} 0.5',
        'some_events_total{event_kind="good"} 2',
        'some_size_bytes{size_of="queue"} 3',
      ]),
    )
  })

  it.each([
    ['http.client.requests', 'client.name', 'order-service'],
    ['some.events', 'event.kind', 'good'],
    ['some.size', 'size.of', 'queue'],
  ])("keeps it in the actuator's %s", (name, tag, value) => {
    expect(read(measured(), name)?.availableTags).toContainEqual({tag, values: [value]})
  })
})
