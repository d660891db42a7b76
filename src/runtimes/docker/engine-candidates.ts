import {createHash} from 'node:crypto'
import {join} from 'node:path'

/** A place where an engine may be, in the order in which they are tried. */
export interface EngineCandidate {
  /** `unix:///…`, `tcp://…`, `npipe://…`. */
  readonly address: string
  /** Who names it: a variable, a context, a product. */
  readonly source: string
  /** Why it cannot be used, where that is known without asking. */
  readonly problem?: string
}

export interface EngineSurroundings {
  readonly env: NodeJS.ProcessEnv
  /** The engine that the lab is on already. */
  readonly noted?: string | undefined
  readonly home: string
  readonly platform: NodeJS.Platform
  /** Text of a file, undefined where there is none. */
  readonly read: (path: string) => string | undefined
}

/** Who names the engine that a lab is on. */
export const namedByLab = 'the lab, which is on it'

/**
 * Where the lab is already, with its volumes; else Docker's own order: the variable, the context, then the usual sockets. What is named is
 * meant: nothing else is tried beside it.
 */
export function engineCandidates(around: EngineSurroundings): readonly EngineCandidate[] {
  const {env, noted} = around
  if (noted !== undefined) return [usable({address: noted, source: namedByLab})]
  if (env.DOCKER_HOST) return [usable({address: env.DOCKER_HOST, source: 'DOCKER_HOST'})]
  const context = contextName(around)
  if (context !== undefined) return [contextCandidate(context, around)]
  return usualSockets(around)
}

function contextName(around: EngineSurroundings): string | undefined {
  const {env, read} = around
  const configured = parse(read(join(configFolder(around), 'config.json')))?.currentContext
  const name = env.DOCKER_CONTEXT || (typeof configured === 'string' ? configured : '')
  return name === '' || name === 'default' ? undefined : name
}

/** Docker keeps a context under the hash of its name. */
function contextCandidate(name: string, around: EngineSurroundings): EngineCandidate {
  const source = `docker context "${name}"`
  const hash = createHash('sha256').update(name).digest('hex')
  const meta = parse(around.read(join(configFolder(around), 'contexts', 'meta', hash, 'meta.json')))
  const address = at(at(at(meta, 'Endpoints'), 'docker'), 'Host')
  if (typeof address === 'string' && address !== '') return usable({address, source})
  return {address: '', source, problem: 'there is no such context: see docker context ls'}
}

function usualSockets({env, home, platform}: EngineSurroundings): EngineCandidate[] {
  if (platform === 'win32') return [{address: 'npipe:////./pipe/docker_engine', source: 'Docker Desktop'}]
  const own = env.XDG_RUNTIME_DIR
  const sockets: readonly (readonly [path: string, source: string] | undefined)[] = [
    ['/var/run/docker.sock', 'Docker'],
    own ? [join(own, 'docker.sock'), 'rootless Docker'] : undefined,
    [join(home, '.docker', 'run', 'docker.sock'), 'Docker Desktop'],
    [join(home, '.docker', 'desktop', 'docker.sock'), 'Docker Desktop'],
    [join(home, '.colima', 'default', 'docker.sock'), 'Colima'],
    [join(home, '.rd', 'docker.sock'), 'Rancher Desktop'],
    own ? [join(own, 'podman', 'podman.sock'), 'rootless Podman'] : undefined,
    ['/run/podman/podman.sock', 'Podman'],
  ]
  return sockets.flatMap(socket => (socket === undefined ? [] : [{address: `unix://${socket[0]}`, source: socket[1]}]))
}

const loopback = /^tcp:\/\/(localhost|127(\.\d+){3}|\[::1\])(:\d+)?\/?$/i

/** A lab's ports are published on loopback of the engine's machine, so that nobody else reaches them: it has to be this one. */
function usable(candidate: EngineCandidate): EngineCandidate {
  const {address} = candidate
  if (/^(unix|npipe):\/\//i.test(address) || loopback.test(address)) return candidate
  if (/^(ssh|tcp|https?):\/\//i.test(address))
    return {
      ...candidate,
      problem: 'it is on another machine, whose loopback the ports of the lab would be published on',
    }
  return {...candidate, problem: 'it is no address of an engine: those begin with unix:// or tcp://'}
}

function configFolder({env, home}: EngineSurroundings): string {
  return env.DOCKER_CONFIG || join(home, '.docker')
}

function parse(text: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
}
