import {type ErrorCode, isEnding, isHangup, MsaError} from '../../errors.js'
import {systemClock} from '../../platform/clock.js'
import type {Standby} from '../../platform/standby.js'
import type {Task} from '../../runtimes/runtime.js'
import {untilDown, untilUp} from '../client/change-lab.js'
import type {StateSink} from '../client/follow.js'
import {activeNames, isGone, type LabClient} from '../client/lab-client.js'
import {ensureSupervisor} from '../client/supervisor-process.js'
import type {LabPlace} from '../place.js'
import {type Intent, memberNames} from './intent.js'
import type {UpRequest} from './up-request.js'

export interface Boot {
  readonly intent: Intent
  readonly tasks: readonly Task[]
  /** Those that are wanted. */
  readonly names: readonly string[]
  /** What is no longer part of the lab. */
  readonly leaving: readonly string[]
  readonly onState: StateSink
  /** Undefined where there is a supervisor already. */
  readonly standby: Standby | undefined
}

/**
 * Tells the supervisor what is wanted, and waits until that is ready and what left the lab is gone. On Ctrl-C and SIGTERM what this call had started is
 * stopped again, in reverse order, before it rejects.
 */
export async function boot(request: UpRequest, {intent, tasks, names, leaving, onState, standby}: Boot): Promise<void> {
  const {place, env, by, signal} = request
  const {members, overrides, running} = intent
  const wait = {onState, signal, timeoutMs: request.timeoutMs, sinceMs: systemClock.now()}
  const wanted = {tasks, names, members: memberNames(members), overrides, labFile: place.file, by}
  const client = await wish(place, env, wanted, standby)
  try {
    await untilUp(wait, client, names)
    await untilDown(wait, client, leaving)
  } catch (error) {
    // A terminal that was closed has wished nothing: the boot goes on without it.
    if (!isEnding(signal.reason) || isHangup(signal.reason) || hasGivenUp(error)) throw error
    const before = activeNames(running)
    const started = names.filter(name => !before.includes(name))
    await client.down({names: started, by: 'Ctrl-C'})
    await untilDown({onState, signal: new AbortController().signal}, client, started)
    throw interrupted(signal.reason.code, started)
  }
}

function hasGivenUp(error: unknown): boolean {
  return error instanceof MsaError && error.code === 'E_NOT_READY'
}

/** Tells the supervisor; one that was about to end lets go of us, and the next one is asked. */
async function wish(
  place: LabPlace,
  env: NodeJS.ProcessEnv,
  wanted: Parameters<LabClient['up']>[0],
  standby: Standby | undefined,
): Promise<LabClient> {
  for (let attempt = 1; ; attempt++) {
    const client = await ensureSupervisor(place.identity, env, attempt === 1 ? standby : undefined)
    try {
      await client.up(wanted)
      return client
    } catch (error) {
      if (!isGone(error) || attempt === 5) throw error
    }
  }
}

function interrupted(code: ErrorCode, stopped: readonly string[]): MsaError {
  return new MsaError(code, 'interrupted: what this call had started is stopped again', {
    details: [`stopped: ${stopped.join(', ')}`],
    tryThis: ['Start it again: msa up'],
  })
}
