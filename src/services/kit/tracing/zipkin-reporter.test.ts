import {expect, it, onTestFinished} from 'vitest'
import {backend} from '../loopback.fixture.js'
import type {HopSpan} from './hop-span.js'
import {ZipkinReporter} from './zipkin-reporter.js'

const span = (id: string): HopSpan => ({
  ...{ids: {traceId: '463ac35c9f6413ad48485a3953bb6124', parentId: undefined, sampled: true}, id, parentId: undefined},
  ...{kind: 'SERVER', name: 'http GET', startMs: 0, durationMs: 1, remote: undefined},
  ...{method: 'GET', path: '/', status: 200, failure: undefined},
})

/** A Zipkin that takes spans or does not; answers the ids of those that it took. */
async function zipkin() {
  const place = {works: true, taken: [] as string[]}
  const {port} = await backend((request, response) => {
    let body = ''
    request.on('data', text => {
      body += text
    })
    request.on('end', () => {
      if (place.works) place.taken.push(...(JSON.parse(body) as {id: string}[]).map(({id}) => id))
      response.writeHead(place.works ? 202 : 500).end()
    })
  })
  const said: string[] = []
  const reporter = new ZipkinReporter({
    endpoint: () => `http://127.0.0.1:${port}/api/v2/spans`,
    local: () => ({serviceName: 'gateway'}),
    say: message => said.push(message),
    maxQueued: 3,
    flushAfterMs: 60_000,
  })
  onTestFinished(() => reporter.shutdown())
  return {place, reporter, said}
}

it('while Zipkin is away the oldest spans are kept up to a bound, and those that are dropped are counted', async () => {
  const {place, reporter, said} = await zipkin()
  place.works = false
  for (const id of ['1', '2', '3', '4', '5']) reporter.report(span(id))
  expect(reporter.dropped).toBe(2)
  await reporter.forceFlush()
  await reporter.forceFlush()
  expect(said).toEqual([expect.stringMatching(/^Zipkin does not take spans: .* answered 500; requests go on without$/)])
  place.works = true
  await reporter.forceFlush()
  expect(place.taken).toEqual(['1', '2', '3'])
  expect(reporter.sent).toBe(3)
  expect(said[1]).toBe('Zipkin takes spans again; 2 were dropped in the meantime')
})

it('what was sent makes room for more', async () => {
  const {place, reporter} = await zipkin()
  for (const id of ['1', '2', '3', '4', '5']) {
    reporter.report(span(id))
    await reporter.forceFlush()
  }
  expect(place.taken).toEqual(['1', '2', '3', '4', '5'])
  expect(reporter.dropped).toBe(0)
})
