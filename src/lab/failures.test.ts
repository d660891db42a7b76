import {expect, it} from 'vitest'
import {fakeTask} from '../../test/fakes/tasks.js'
import {MsaError} from '../errors.js'
import {crashed, knownFailure, neverReady, startFailed} from './failures.js'

const kafka = fakeTask('kafka')

it('P10: never ready: how long, the check that failed, the last lines, the log’s path and what to do', () => {
  const error = neverReady(kafka, {ready: false, reason: 'nothing listens on port 9092 yet', afterMs: 90_200}, [
    'one',
    'two',
  ])
  expect(error.toJSON()).toEqual({
    code: 'E_NOT_READY',
    exitCode: 5,
    message: 'kafka was not ready within 90 s: nothing listens on port 9092 yet',
    details: ['the last lines of /nowhere/.msa/logs/kafka.log:', '  one', '  two'],
    tryThis: ['msa logs kafka', expect.stringContaining('health.startTimeout'), 'msa start kafka'],
  })
})

it('P10: a component that wrote nothing is said to have', () => {
  const error = neverReady(kafka, {ready: false, reason: 'x', afterMs: 1}, [])
  expect(error.details).toEqual(['it wrote nothing to /nowhere/.msa/logs/kafka.log'])
})

it('P10: a quoted line of any length is cut', () => {
  const {details} = crashed(kafka, 'exited with code 1', {restart: true, afterMs: 1, attempt: 1}, ['x'.repeat(10_000)])
  expect(details[1]?.length).toBeLessThan(410)
})

it('P11: a crash says why it is not started again, and only then', () => {
  const last = crashed(kafka, 'exited with code 1', {restart: false, because: '5 failures within 10 minutes'}, [])
  expect(last.message).toBe('kafka exited with code 1 and is not started again: 5 failures within 10 minutes')
  expect(crashed(kafka, 'killed by SIGKILL', {restart: true, afterMs: 1, attempt: 2}, []).message).toBe(
    'kafka killed by SIGKILL',
  )
})

it('a failure that the component knows says what it means and what mends it', () => {
  const known = {says: 'Invalid cluster\\.id', means: 'its data is not its own', tryThis: ['delete it']} as const
  const task = {...kafka, knownFailures: [known]}
  expect(knownFailure(task, ['INFO starting', 'Invalid cluster.id in: ./data'])).toBe(known)
  expect(knownFailure(task, ['INFO starting'])).toBeUndefined()
  const error = crashed(task, 'exited with code 1', {restart: false, because: known.means}, [], known)
  expect(error).toMatchObject({
    message: 'kafka exited with code 1 and is not started again: its data is not its own',
    tryThis: ['delete it'],
  })
})

it('an error of ours keeps its code when a start fails; anything else becomes one', () => {
  const taken = new MsaError('E_PORT_IN_USE', 'port 1 is taken', {tryThis: ['move it']})
  expect(startFailed(kafka, taken)).toMatchObject({code: 'E_PORT_IN_USE', message: 'port 1 is taken', exitCode: 4})
  expect(startFailed(kafka, new Error('spawn EAGAIN'))).toMatchObject({
    code: 'E_FAILED',
    message: 'cannot start kafka: spawn EAGAIN',
    tryThis: ['msa logs kafka', 'msa doctor'],
  })
})
