import {closeSync} from 'node:fs'
import {join} from 'node:path'
import {openLog} from '../../platform/daemon.js'
import {makePrivateFolder} from '../../platform/files.js'
import {packageRoot} from '../../platform/package-root.js'
import {type Standby, spawnStandby} from '../../platform/standby.js'
import type {LabIdentity} from '../../runtimes/runtime.js'
import {supervisorLogOf} from '../supervisor-log.js'

/** Small heaps: it keeps little, and lives as long as the lab. */
const heap = ['--max-old-space-size=64', '--max-semi-space-size=1']

/** Loads the supervisor's program while the command still plans; touches nothing of the lab before it is told to begin. */
export function standBy(lab: LabIdentity, env: NodeJS.ProcessEnv): Standby {
  const program = join(packageRoot(), 'dist', 'supervisor.js')
  return spawnStandby(process.execPath, [...heap, program, JSON.stringify(lab), 'standby'], supervisorEnv(env))
}

/** The supervisor opens its log itself; that it can is found out here, where somebody is told. */
export async function provideLog(lab: LabIdentity): Promise<void> {
  await makePrivateFolder(lab.dir)
  await makePrivateFolder(join(lab.dir, 'logs'))
  closeSync(openLog(supervisorLogOf(lab)))
}

/** By these Docker's own client is told its engine, too. */
const ofDocker = ['DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG', 'DOCKER_CERT_PATH', 'DOCKER_TLS_VERIFY']

/** A debugger or a preload meant for the command is not meant for what outlives it. */
function supervisorEnv(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = ['PATH', 'HOME', 'LANG', 'TZ', 'XDG_RUNTIME_DIR', 'TMPDIR', ...ofDocker, 'MSA_FAULT']
  return Object.fromEntries(kept.flatMap(name => (env[name] === undefined ? [] : [[name, env[name]]])))
}
