import {expect, it} from 'vitest'
import {didYouMean, nearest} from './nearest.js'

it.each([
  ['kafak', ['kafka', 'connect'], 'kafka'],
  ['upp', ['up', 'down'], 'up'],
  ['allways', ['always', 'never'], 'always'],
  ['componets', ['components', 'connectors'], 'components'],
  ['Kafka', ['kafka'], 'kafka'],
  ['stauts', ['start', 'status'], 'status'],
  ['order', ['user-service', 'order-service'], 'order-service'],
  ['xyz', ['up', 'down'], undefined],
  ['', ['up'], undefined],
])('takes %j for one of %j: %j', (word, candidates, meant) => {
  expect(nearest(word, candidates)).toBe(meant)
})

it('says it as a question, or nothing', () => {
  expect(didYouMean('kafak', ['kafka'])).toBe('did you mean "kafka"?')
  expect(didYouMean('zzz', ['kafka'])).toBeUndefined()
})
