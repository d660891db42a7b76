import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, it} from 'vitest'
import {fakeTask} from '../../test/fakes/tasks.js'
import {noOverrides} from './overrides.js'
import {readState, stateFileOf, stateWriter} from './state-file.js'

let lab = {id: 'x', name: 'x', dir: ''}
let told: string[] = []
const tell = (text: string) => void told.push(text)
const state = () => ({
  lab,
  labFile: undefined,
  overrides: noOverrides,
  members: [{task: fakeTask('web'), goal: 'up'} as const],
})

beforeEach(() => {
  lab = {...lab, dir: mkdtempSync(join(tmpdir(), 'state-'))}
  told = []
})
afterEach(() => rmSync(lab.dir, {recursive: true, force: true}))

it('what was written is read again', async () => {
  await stateWriter(lab, state)()
  expect(await readState(lab, tell)).toMatchObject({version: 1, members: [{task: {name: 'web'}, goal: 'up'}]})
  expect(told).toEqual([])
})

it('P20: is for the user alone, whatever the umask', async () => {
  await stateWriter(lab, state)()
  expect(statSync(stateFileOf(lab)).mode & 0o777).toBe(0o600)
})

it('of many writes at once the newest ends on disk, and no temporary file stays', async () => {
  let count = 0
  const write = stateWriter(lab, () => ({...state(), labFile: String(count)}))
  const writes = Array.from({length: 20}, () => {
    count += 1
    return write()
  })
  await Promise.all(writes)
  expect((await readState(lab, tell))?.labFile).toBe('20')
  expect(readdirSync(lab.dir)).toEqual(['state.json'])
})

it('no file is no state', async () => {
  expect(await readState(lab, tell)).toBeUndefined()
})

it('F13: cut at any byte it is kept, told of and not believed', async () => {
  await stateWriter(lab, state)()
  const whole = readFileSync(stateFileOf(lab))
  for (let length = 0; length < whole.length; length += 37) {
    writeFileSync(stateFileOf(lab), whole.subarray(0, length))
    expect(await readState(lab, tell)).toBeUndefined()
  }
  expect(told[0]).toContain('it is kept as')
  expect(readdirSync(lab.dir).every(name => name.startsWith('state.json.corrupt-'))).toBe(true)
})

it.each([
  ['random bytes', Buffer.from([0, 255, 254, 1, 2, 3])],
  ['JSON of another kind', '[1, 2]'],
  ['null', 'null'],
  ['no version', '{"members": []}'],
  ['members of a wrong shape', '{"version": 1, "members": [{"task": {}}]}'],
  ['members that are none', '{"version": 1, "members": {}}'],
  ['more than 8 MiB', `{"version": 1, "members": [], "x": "${'x'.repeat(9 << 20)}"}`],
])('F13: %s: kept as a damaged file and told', async (_, content) => {
  writeFileSync(stateFileOf(lab), content)
  expect(await readState(lab, tell)).toBeUndefined()
  expect(told).toHaveLength(1)
  expect(readdirSync(lab.dir)).toEqual([expect.stringMatching(/^state\.json\.corrupt-\d+/)])
})

it('F13: one of a newer msa is refused and stays where it is', async () => {
  writeFileSync(stateFileOf(lab), '{"version": 999}')
  await expect(readState(lab, tell)).rejects.toMatchObject({code: 'E_STATE_VERSION'})
  expect(readdirSync(lab.dir)).toEqual(['state.json'])
})
