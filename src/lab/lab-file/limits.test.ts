import {expect, it} from 'vitest'
import {MsaError} from '../../errors.js'
import {parseLabFile} from '../lab-file.js'
import {catalogue} from './catalogue.fixture.js'

/** Of this process: what else the machine does in the meantime does not count. */
function cpuMs(): number {
  const {user, system} = process.cpuUsage()
  return (user + system) / 1000
}

function refusal(text: string): {readonly message: string; readonly ms: number; readonly mib: number} {
  const before = {at: cpuMs(), heap: process.memoryUsage().heapUsed}
  try {
    parseLabFile(text, 'msa.yml', catalogue, {env: {}})
  } catch (error) {
    if (!(error instanceof MsaError)) throw error
    const ms = cpuMs() - before.at
    return {message: error.message, ms, mib: (process.memoryUsage().heapUsed - before.heap) / 2 ** 20}
  }
  throw new Error('it was accepted')
}

const laughs = ['a: &a [x, x, x, x, x, x, x, x, x]']
for (const [one, next] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh', 'hi'])
  laughs.push(`${next}: &${next} [${Array(9).fill(`*${one}`).join(', ')}]`)

it('B39: a billion laughs are refused within 100 ms and 50 MiB', () => {
  refusal('version: 1\nname: warm\nx: 1\n')
  const {message, ms, mib} = refusal(`version: 1\n${laughs.join('\n')}\n`)
  expect(message).toMatch(/aliases make this more than 100000 values/)
  expect(ms).toBeLessThan(100)
  expect(mib).toBeLessThan(50)
})

it.each([
  ['B41: 5,000 lists', '['.repeat(5000), /nested too deep: more than 64 levels/],
  ['B41: 5,000 mappings', '{a: '.repeat(5000), /nested too deep: more than 64 levels/],
  ['B41: a million dashes', '- '.repeat(500_000), /nested too deep: more than 64 levels/],
  ['B41: a million questions', '? '.repeat(500_000), /nested too deep: more than 64 levels/],
  [
    'B42: 100,000 keys',
    Array.from({length: 100_000}, (_, index) => `k${index}: 1`).join('\n'),
    /too large: more than 100000 parts/,
  ],
  ['B42: a scalar of 1 MiB', `version: 1\nname: "${'x'.repeat(2 ** 20)}"`, /name: found "x{57}…", expected a name/],
  [
    'B40: 500 merge aliases',
    `b: &b {x: 1}\nversion: 1\ncomponents:\n  kafka: {${'<<: *b, '.repeat(500)}}`,
    /has 501 mistakes/,
  ],
  ['100,000 anchors', `a: ${'&a '.repeat(100_000)}`, /too large/],
  ['100,000 quotes', '"'.repeat(200_000), /too large/],
])('%s: refused within a second', (_, text, expected) => {
  const {message, ms} = refusal(text)
  expect(message).toMatch(expected)
  expect(ms).toBeLessThan(1000)
})

it('allows 60 levels', () => {
  expect(refusal(`version: 1\nname: ${'['.repeat(60)}${']'.repeat(60)}`).message).toMatch(/name: found a list/)
})
