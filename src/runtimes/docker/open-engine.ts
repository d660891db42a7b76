import type Docker from 'dockerode'
import type {LabIdentity} from '../runtime.js'
import {findEngine} from './engine.js'
import {noteEngineAddress, readEngineAddress, usesEngine} from './engine-file.js'

/** An engine that answered. */
export interface Engine {
  readonly docker: Docker
  /** `unix:///…` or `tcp://…`. */
  readonly address: string
  /** It runs on this very machine, whose loopback its containers cannot see; else its own virtual machine leads them there. */
  readonly isNative: boolean
  /** `uid:gid` as which msa's own containers run. */
  readonly user: string
  readonly logDriver: LogDriver
}

/**
 * Docker's `json-file` spoils what is no UTF-8, and a long line's character that it cuts in two is none; `local` keeps bytes. Podman has no
 * `local`, and its `json-file` is a plain file.
 */
export type LogDriver = 'local' | 'json-file'

/** What msa's own containers run as where the person's own number cannot be used: nobody in particular, never root. */
const plainUser = '1000:1000'

/** The engine that the lab is on already, whatever the environment says now; else the first that answers. */
export async function peekEngine(lab: LabIdentity, env: NodeJS.ProcessEnv): Promise<Engine> {
  const noted = await readEngineAddress(lab)
  const found = await findEngine(env, AbortSignal.timeout(10_000), {noted})
  const isNative = process.platform === 'linux' && !found.isDesktop
  return {
    docker: found.docker,
    address: found.address,
    isNative,
    user: userOf(isNative && !found.rootless),
    logDriver: found.name === 'Podman' ? 'json-file' : 'local',
  }
}

/** The same, noted: from now on the lab is on this engine. */
export async function openEngine(lab: LabIdentity, env: NodeJS.ProcessEnv): Promise<Engine> {
  const engine = await peekEngine(lab, env)
  if (!usesEngine(lab)) await noteEngineAddress(lab, engine.address)
  return engine
}

/** What to say where the lab stays on its engine although the environment names another one. */
export async function stayingOnEngine(lab: LabIdentity, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const noted = await readEngineAddress(lab)
  if (noted === undefined || !env.DOCKER_HOST || env.DOCKER_HOST === noted) return undefined
  return `the lab stays on the engine at ${noted}, where its volumes are, until msa down --volumes; DOCKER_HOST is not used`
}

/** Folders of the person's are seen live in containers: as the same user, what is theirs alone can be read there, too. */
function userOf(isSameMachine: boolean): string {
  const uid = process.getuid?.() ?? 0
  return isSameMachine && uid !== 0 ? `${uid}:${process.getgid?.() ?? uid}` : plainUser
}
