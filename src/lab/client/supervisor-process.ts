import {MsaError, reviveError, type SerialisedError} from '../../errors.js'
import {systemClock} from '../../platform/clock.js'
import {lastLines} from '../../platform/log-file.js'
import type {Begun, Standby} from '../../platform/standby.js'
import type {LabIdentity} from '../../runtimes/runtime.js'
import {supervisorLogOf} from '../supervisor-log.js'
import {findSupervisor, type LabClient} from './lab-client.js'
import {provideLog, standBy} from './supervisor-standby.js'

const patienceMs = 20_000
const pollMs = 5

/** The lab's supervisor, started when there is none. Two that are started at once agree by the lab's lock on which one stays. */
export async function ensureSupervisor(
  lab: LabIdentity,
  env: NodeJS.ProcessEnv,
  standby?: Standby,
): Promise<LabClient> {
  const deadline = systemClock.now() + patienceMs
  let started: Begun | undefined
  while (systemClock.now() < deadline) {
    const client = await findSupervisor(lab, env)
    if (client !== undefined) return client
    if (started === undefined) {
      await provideLog(lab)
      started = (standby ?? standBy(lab, env)).begin()
    }
    // One that lost the race for the lock, or met one that was about to end, has gone away: try again.
    else if (started.exit === 'quietly') started = standBy(lab, env).begin()
    if (started.exit === 'failed') throw await failureOf(lab)
    await systemClock.sleep(pollMs)
  }
  throw new MsaError('E_NOT_REACHABLE', `the lab's supervisor did not answer within ${patienceMs / 1000} s`, {
    details: await lastLines(supervisorLogOf(lab), 10),
    tryThis: ['Look at its log: msa logs supervisor', 'End the lab without it: msa down --force'],
  })
}

/** What it said before it ended, as the error that it was. */
async function failureOf(lab: LabIdentity): Promise<MsaError> {
  const lines = await lastLines(supervisorLogOf(lab), 20)
  const said = lines.findLast(line => line.startsWith('{"error":'))
  if (said !== undefined) {
    const {error} = JSON.parse(said) as {readonly error: SerialisedError}
    return reviveError(error)
  }
  return new MsaError('E_FAILED', "the lab's supervisor ended at once", {
    details: lines,
    tryThis: [`Look at its log: ${supervisorLogOf(lab)}`],
  })
}
