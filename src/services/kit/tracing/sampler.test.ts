import {describe, expect, it} from 'vitest'
import {Properties} from '../config/properties.js'
import {samplingProbability} from './sampler.js'

const boot3 = 'management.tracing.sampling.probability'
const sleuth = 'spring.sleuth.sampler.probability'
const probability = (values: Readonly<Record<string, string | number>>) =>
  samplingProbability(new Properties([{name: 'test', values}], {}))

describe('the share of traces that begin here and are kept', () => {
  it('is all of them where nothing is set', () => expect(probability({})).toBe(1))

  it("is Spring Boot 3's, or Sleuth's where both are set", () => {
    expect(probability({[boot3]: '0.25'})).toBe(0.25)
    expect(probability({[boot3]: 0})).toBe(0)
    expect(probability({[boot3]: 0.25, [sleuth]: 0.5})).toBe(0.5)
  })

  it.each([
    ['10%', `${boot3} must be a number, not "10%"`],
    ['-0.1', `${boot3} must be a number from 0 to 1, not "-0.1"`],
    ['25', `${boot3} must be a number from 0 to 1, not "25"`],
  ])('cannot be %s', (text, reason) => expect(() => probability({[boot3]: text})).toThrow(reason))
})
