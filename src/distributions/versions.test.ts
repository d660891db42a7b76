import {expect, it} from 'vitest'
import {isAtLeast, rangeText} from './versions.js'

it.each([
  ['17.0.15', [17], true],
  ['8.0_392', [17], false],
  ['21', [17], true],
  ['17-ea', [17], true],
  ['3.9.0', [3, 9], true],
  ['3.10.8', [3, 9], true],
  ['3.8.30', [3, 9], false],
  ['20.18.1', [20, 19], false],
  ['4', [3, 9], true],
  ['unknown', [3, 9], true],
  ['', [], true],
] as const)('version %s, at least %j: %s', (version, atLeast, answer) => {
  expect(isAtLeast(version, atLeast)).toBe(answer)
})

it('says the range in words', () => {
  expect([rangeText([17]), rangeText([20, 19]), rangeText([])]).toEqual([' 17 or newer', ' 20.19 or newer', ''])
})
