import {join} from 'node:path'
import {MsaError, reviveError, type SerialisedError} from '../../errors.js'
import {systemClock} from '../../platform/clock.js'
import {type Daemon, spawnDaemon} from '../../platform/daemon.js'
import {makePrivateFolder} from '../../platform/files.js'
import {lastLines} from '../../platform/log-file.js'
import {packageRoot} from '../../platform/package-root.js'
import type {LabIdentity} from '../../runtimes/runtime.js'
import {supervisorLogOf} from '../supervisor-log.js'
import {findSupervisor, type LabClient} from './lab-client.js'

const patienceMs = 20_000
const pollMs = 15

/** The lab's supervisor, started when there is none. Two that are started at once agree by the lab's lock on which one stays. */
export async function ensureSupervisor(lab: LabIdentity, env: NodeJS.ProcessEnv): Promise<LabClient> {
  const deadline = systemClock.now() + patienceMs
  let started: Started | undefined
  while (systemClock.now() < deadline) {
    const client = await findSupervisor(lab, env)
    if (client !== undefined) return client
    // One that lost the race for the lock, or met one that was about to end, has gone away: try again.
    if (started === undefined || started.exit === 'quietly') started = await startSupervisor(lab, env)
    if (started.exit === 'failed') throw await failureOf(lab)
    await systemClock.sleep(pollMs)
  }
  throw new MsaError('E_NOT_REACHABLE', `the lab's supervisor did not answer within ${patienceMs / 1000} s`, {
    details: await lastLines(supervisorLogOf(lab), 10),
    tryThis: ['Look at its log: msa logs supervisor', 'End the lab without it: msa down --force'],
  })
}

interface Started {
  exit: 'not-yet' | 'quietly' | 'failed'
}

async function startSupervisor(lab: LabIdentity, env: NodeJS.ProcessEnv): Promise<Started> {
  const logFile = supervisorLogOf(lab)
  await makePrivateFolder(lab.dir)
  await makePrivateFolder(join(lab.dir, 'logs'))
  const daemon: Daemon = await spawnDaemon({
    command: process.execPath,
    // Small heaps: it keeps little, and lives as long as the lab.
    args: [
      '--max-old-space-size=64',
      '--max-semi-space-size=1',
      join(packageRoot(), 'dist', 'supervisor.js'),
      JSON.stringify(lab),
    ],
    env: supervisorEnv(env),
    cwd: lab.dir,
    logFile,
  })
  const started: Started = {exit: 'not-yet'}
  void daemon.exited.then(({code}) => {
    started.exit = code === 0 ? 'quietly' : 'failed'
  })
  return started
}

/** By these Docker's own client is told its engine, too. */
const ofDocker = ['DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG', 'DOCKER_CERT_PATH', 'DOCKER_TLS_VERIFY']

/** A debugger or a preload meant for the command is not meant for what outlives it. */
function supervisorEnv(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = ['PATH', 'HOME', 'LANG', 'TZ', 'XDG_RUNTIME_DIR', 'TMPDIR', ...ofDocker, 'MSA_FAULT']
  return Object.fromEntries(kept.flatMap(name => (env[name] === undefined ? [] : [[name, env[name]]])))
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
