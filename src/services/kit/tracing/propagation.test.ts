import {ROOT_CONTEXT, SpanKind, trace} from '@opentelemetry/api'
import {SamplingDecision} from '@opentelemetry/sdk-trace-node'
import {describe, expect, it} from 'vitest'
import {hopHeaders, readHopIds} from './hop-ids.js'
import {extractContext, injectContext, isUnsampled, messageCarrier} from './propagation.js'
import {createSampler} from './sampler.js'
import {createIdGenerator} from './trace-ids.js'

const t128 = '463ac35c9f6413ad48485a3953bb6124'
const t64 = '48485a3953bb6124'
const span = 'a2fb4a1d1a96d312'

/** Headers, and what both readers must make of them: trace id, parent and whether it is recorded. */
const accepted: readonly (readonly [string, Record<string, string>, string, boolean])[] = [
  ['traceparent', {traceparent: `00-${t128}-${span}-01`}, t128, true],
  ['traceparent, not sampled', {traceparent: `00-${t128}-${span}-00`}, t128, false],
  ['a later version of it', {traceparent: `01-${t128}-${span}-01-more`}, t128, true],
  ['b3', {b3: `${t128}-${span}-1`}, t128, true],
  ['b3 with a parent', {b3: `${t128}-${span}-1-05e3ac9a4f6e3b90`}, t128, true],
  ['b3 of 64 bits', {b3: `${t64}-${span}-1`}, `0000000000000000${t64}`, true],
  ['b3, not sampled', {b3: `${t128}-${span}-0`}, t128, false],
  ['b3, debug', {b3: `${t128}-${span}-d`}, t128, true],
  ['B3 in several', {'x-b3-traceid': t128, 'x-b3-spanid': span, 'x-b3-sampled': '1'}, t128, true],
  ['B3 in several, not sampled', {'x-b3-traceid': t128, 'x-b3-spanid': span, 'x-b3-sampled': '0'}, t128, false],
  ['traceparent before b3', {traceparent: `00-${t128}-${span}-01`, b3: `${'1'.repeat(32)}-${span}-0`}, t128, true],
]

const refused: readonly (readonly [string, Record<string, string>])[] = [
  ['no id', {traceparent: `00-${'0'.repeat(32)}-${span}-01`}],
  ['no span', {traceparent: `00-${t128}-${'0'.repeat(16)}-01`}],
  ['the forbidden version', {traceparent: `ff-${t128}-${span}-01`}],
  ['more than version 00 has', {traceparent: `00-${t128}-${span}-01-more`}],
  ['letters that are no hex', {b3: `${'g'.repeat(32)}-${span}-1`}],
  ['an id of other letters', {'x-b3-traceid': 'xyz', 'x-b3-spanid': span}],
  ['nothing', {}],
]

describe('the trace of a caller', () => {
  it.each(accepted)('is taken from %s, by services and the gateway alike', (_what, headers, traceId, sampled) => {
    const context = trace.getSpanContext(extractContext(headers))
    expect(context).toMatchObject({traceId, spanId: span, traceFlags: sampled ? 1 : 0})
    expect(readHopIds(headers, createIdGenerator(), () => true)).toEqual({traceId, parentId: span, sampled})
  })

  it.each(refused)('is not taken from %s', (_what, headers) => {
    expect(trace.getSpanContext(extractContext(headers))).toBeUndefined()
    const ids = readHopIds(headers, createIdGenerator(), () => true)
    expect(ids).toMatchObject({parentId: undefined, sampled: true})
    expect(ids.traceId).toMatch(/^[0-9a-f]{32}$/)
  })

  it.each([{b3: '0'}, {'x-b3-sampled': '0'}])('may be a wish not to be recorded: %j', headers => {
    expect(isUnsampled(extractContext(headers))).toBe(true)
    expect(readHopIds(headers, createIdGenerator(), () => true).sampled).toBe(false)
  })

  it.each([
    [{b3: `${t128}-${span}`}, 'undecided'],
    [{'x-b3-traceid': t128, 'x-b3-spanid': span}, 'undecided'],
    [{b3: `${t128}-${span}-0`}, 'no'],
    [{'x-b3-traceid': t128, 'x-b3-spanid': span, 'x-b3-sampled': '0'}, 'no'],
    [{traceparent: `00-${t128}-${span}-00`}, 'no'],
    [{b3: `${t128}-${span}-1`}, 'yes'],
  ] as const)('is recorded by its decision, and by ours where it has none: %j', (headers, decision) => {
    for (const [probability, byUs] of [
      [1, true],
      [0, false],
    ] as const) {
      const recorded = decision === 'undecided' ? byUs : decision === 'yes'
      const sampler = createSampler(() => probability)
      const asked = sampler.shouldSample(extractContext(headers), t128, 'GET', SpanKind.SERVER, {}, [])
      expect(asked.decision === SamplingDecision.RECORD_AND_SAMPLED).toBe(recorded)
      expect(readHopIds(headers, createIdGenerator(), () => byUs)).toMatchObject({traceId: t128, sampled: recorded})
    }
  })

  it('is read from the bytes of Kafka headers in any letter case', () => {
    const carrier = messageCarrier({Traceparent: Buffer.from(`00-${t128}-${span}-01`)})
    expect(trace.getSpanContext(extractContext(carrier))).toMatchObject({traceId: t128})
  })
})

it('goes on in all three ways, the same from services and the gateway', () => {
  const context = trace.setSpanContext(ROOT_CONTEXT, {traceId: t128, spanId: span, traceFlags: 1})
  const headers: Record<string, string> = {}
  injectContext(context, headers)
  expect(headers).toMatchObject({
    traceparent: `00-${t128}-${span}-01`,
    b3: `${t128}-${span}-1`,
    'x-b3-traceid': t128,
    'x-b3-spanid': span,
    'x-b3-sampled': '1',
  })
  const raw = hopHeaders({traceId: t128, parentId: undefined, sampled: true}, span, '05e3ac9a4f6e3b90')
  const ours = Object.fromEntries(raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1]]] : [])))
  expect(ours).toMatchObject({...headers, b3: `${t128}-${span}-1-05e3ac9a4f6e3b90`})
})

it('trace ids have 128 bits and begin with the second', () => {
  expect(createIdGenerator(() => 1_700_000_000_000).generateTraceId()).toMatch(/^6553f100[0-9a-f]{24}$/)
})
