import {expect, it} from 'vitest'
import {MsaError} from '../errors.js'
import {type Leg, walkLegs} from './flow-leg.js'

const broken = async () => ({reason: 'it never came', tryThis: ['msa logs'] as const})
const leg = (name: string, look: Leg['look']): Leg => ({name, look, broken})
const passes = (name: string) => leg(name, async () => `${name} seen`)

it('times each leg and says what it saw', async () => {
  let looks = 0
  const slow = leg('topic', async () => (++looks < 3 ? undefined : 'seen'))
  const report = await walkLegs('m', [passes('http'), slow], 1_000)
  expect(report).toMatchObject({
    ok: true,
    broken: undefined,
    legs: [{seen: 'http seen'}, {state: 'passed', seen: 'seen'}],
  })
})

it.each(['http', 'topic', 'table', 'trace'])(
  'names %s where that is the first broken leg, and tries nothing behind it',
  async name => {
    const names = ['http', 'topic', 'table', 'trace']
    const legs = names.map(each => (each === name ? leg(each, async () => undefined) : passes(each)))
    const report = await walkLegs('m', legs, 60)
    expect(report).toMatchObject({ok: false, broken: name})
    expect(report.legs.map(({state}) => state)).toEqual(
      names.map((each, index) => (each === name ? 'broken' : index < names.indexOf(name) ? 'passed' : 'not tried')),
    )
  },
)

it('does not wait where a server has said no', async () => {
  const refused = leg('http', async () => {
    throw new MsaError('E_FAILED', 'HTTP 503', {details: ['no instance'], tryThis: ['msa wait']})
  })
  const began = performance.now()
  const {legs} = await walkLegs('m', [refused], 10_000)
  expect(legs[0]).toMatchObject({state: 'broken', reason: 'HTTP 503: no instance', tryThis: ['msa wait']})
  expect(performance.now() - began).toBeLessThan(1_000)
})
