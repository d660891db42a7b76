import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, it} from 'vitest'
import {rotateLog} from './log-rotation.js'

let folder = ''
let log = ''
const limit = {maxBytes: 1000, maxFiles: 3}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rotate-'))
  log = join(folder, 'x.log')
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

const numbered = (from: number, count: number) =>
  Array.from({length: count}, (_, index) => `line ${String(from + index).padStart(4, '0')}\n`).join('')
const all = () =>
  [`${log}.2`, `${log}.1`, log]
    .filter(existsSync)
    .map(path => readFileSync(path, 'utf8'))
    .join('')

it('leaves a log alone that is within its limit, is missing, or is no file', async () => {
  expect(await rotateLog(log, limit)).toBe(false)
  writeFileSync(log, 'x')
  expect(await rotateLog(log, limit)).toBe(false)
  expect(await rotateLog(folder, limit)).toBe(false)
})

it('P16: moves what is too much into a numbered neighbour, and no line is lost or cut', async () => {
  writeFileSync(log, numbered(0, 150))
  expect(await rotateLog(log, limit)).toBe(true)
  expect(statSync(log).size).toBe(0)
  expect(all()).toBe(numbered(0, 150))
})

it('P16: the writer keeps its file and goes on at the beginning', async () => {
  writeFileSync(log, numbered(0, 150))
  await rotateLog(log, limit)
  appendFileSync(log, numbered(150, 10))
  expect(all()).toBe(numbered(0, 160))
})

it('P16: the oldest files go, so that all together stay within the bound', async () => {
  for (let turn = 0; turn < 10; turn++) {
    appendFileSync(log, numbered(turn * 120, 120))
    await rotateLog(log, limit)
  }
  expect(readdirSync(folder).sort()).toEqual(['x.log', 'x.log.1', 'x.log.2'])
  const total = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
  expect(total).toBeLessThanOrEqual(limit.maxBytes * limit.maxFiles)
  expect(all().endsWith(numbered(1190, 10))).toBe(true)
})

it('P16: of a burst far beyond the limit the newest part stays, within the bound', async () => {
  writeFileSync(log, numbered(0, 5000))
  await rotateLog(log, limit)
  const kept = all()
  expect(kept.length).toBeLessThanOrEqual(limit.maxBytes * limit.maxFiles)
  expect(numbered(0, 5000).endsWith(kept)).toBe(true)
})

it('P16: a line longer than the limit is split rather than kept without end', async () => {
  writeFileSync(log, 'x'.repeat(5000))
  await rotateLog(log, limit)
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(limit.maxBytes)
})

it('P20: rotated files are for the user alone', async () => {
  writeFileSync(log, numbered(0, 150))
  await rotateLog(log, limit)
  expect(statSync(`${log}.1`).mode & 0o777).toBe(0o600)
})
