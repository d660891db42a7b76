import {expect, it} from 'vitest'
import {lockNameOf, shortRuntimeFolder, socketPathOf} from './socket-path.js'

const labIn = (dir: string) => ({id: 'abc123', name: 'x', dir})

it('the socket lies in the folder of the lab', () => {
  expect(socketPathOf(labIn('/home/me/lab/.msa'), {})).toBe('/home/me/lab/.msa/supervisor.sock')
})

it('F41: a path of more than 103 bytes, which Node would cut silently, is replaced by a short one of its own', () => {
  const long = socketPathOf(labIn(`/home/${'x'.repeat(200)}/.msa`), {})
  expect(Buffer.byteLength(long)).toBeLessThanOrEqual(103)
  expect(long).toContain('abc123')
})

it('F41: bytes count, not characters', () => {
  expect(Buffer.byteLength(socketPathOf(labIn(`/home/${'é'.repeat(45)}/.msa`), {}))).toBeLessThanOrEqual(103)
})

it('the short one lies in the runtime folder of the user, where that is usable', () => {
  const lab = labIn(`/home/${'x'.repeat(200)}/.msa`)
  expect(socketPathOf(lab, {XDG_RUNTIME_DIR: '/run/user/1'})).toBe('/run/user/1/msa/abc123.sock')
  expect(shortRuntimeFolder({XDG_RUNTIME_DIR: 'relative'})).not.toContain('relative')
  expect(shortRuntimeFolder({XDG_RUNTIME_DIR: `/${'r'.repeat(100)}`})).not.toContain('rrr')
})

it('P3: the lock is that of the folder itself, whatever path leads to it', () => {
  expect(lockNameOf('1-2')).toBe(lockNameOf('1-2'))
  expect(lockNameOf('1-2')).not.toBe(lockNameOf('1-3'))
})
