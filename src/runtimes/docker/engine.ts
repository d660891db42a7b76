import {readFileSync} from 'node:fs'
import {homedir} from 'node:os'
import {join} from 'node:path'
import Docker from 'dockerode'
import {MsaError, reasonOf, systemCode} from '../../errors.js'
import {type EngineCandidate, engineCandidates, namedByLab} from './engine-candidates.js'

/** What msa asks of an engine came with Docker 20.10 and Podman 4. */
const minimumApi = '1.41'

export interface FindOptions {
  /** The address of the engine that the lab is on already. */
  readonly noted?: string | undefined
  /** How long one that is named may take to say what it is: it is meant, and on a busy machine Podman takes seconds. */
  readonly namedMs?: number
  /** How long one of several places may take where an engine may be. */
  readonly usualMs?: number
}

export interface FoundEngine {
  readonly docker: Docker
  readonly address: string
  /** Who named it: a variable, a context, a product. */
  readonly source: string
  readonly name: 'Docker' | 'Podman'
  readonly version: string
  readonly apiVersion: string
  readonly os: string
  /** As images are named: `amd64`, `arm64`. */
  readonly architecture: string
  readonly memoryBytes: number
  /** Where it keeps images and volumes, on its own machine. */
  readonly dataFolder: string
  readonly rootless: boolean
  /** It runs in a virtual machine of its own. */
  readonly isDesktop: boolean
}

interface Refusal {
  readonly candidate: EngineCandidate
  readonly because: string
  readonly tryThis?: string
}

/** The first engine that answers; rejects with `E_RUNTIME_UNAVAILABLE`, which tells of each place why there is none. */
export async function findEngine(
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
  {noted, namedMs = 10_000, usualMs = 2000}: FindOptions = {},
): Promise<FoundEngine> {
  const around = {env, noted, home: env.HOME || homedir(), platform: process.platform, read: readIfThere}
  const refusals: Refusal[] = []
  const candidates = engineCandidates(around)
  for (const candidate of candidates) {
    signal.throwIfAborted()
    const answer = await ask(candidate, env, candidates.length === 1 ? namedMs : usualMs)
    if ('docker' in answer) return answer
    refusals.push(answer)
  }
  throw noEngine(refusals)
}

async function ask(
  candidate: EngineCandidate,
  env: NodeJS.ProcessEnv,
  answerWithinMs: number,
): Promise<FoundEngine | Refusal> {
  if (candidate.problem !== undefined) return {candidate, because: candidate.problem}
  try {
    const connection = connectionOf(candidate.address, env)
    // The limit is for these questions only: a container may be waited for as long as it takes.
    const impatient = new Docker({...connection, timeout: answerWithinMs})
    const [version, info] = await Promise.all([impatient.version(), impatient.info() as Promise<EngineInfo>])
    if (isOlder(version.ApiVersion, minimumApi))
      return {
        candidate,
        because: `it speaks version ${version.ApiVersion} of Docker's protocol; ${minimumApi} is the oldest that will do`,
        tryThis: 'Bring the engine up to date: Docker 20.10 or Podman 4 or newer',
      }
    return {docker: new Docker(connection), ...candidate, ...factsOf(version, info)}
  } catch (error) {
    return {candidate, ...reasonFor(error, candidate, answerWithinMs)}
  }
}

interface EngineInfo {
  readonly MemTotal?: number
  readonly DockerRootDir?: string
  readonly OperatingSystem?: string
  readonly SecurityOptions?: readonly string[] | null
}

function factsOf(version: Docker.DockerVersion, info: EngineInfo): Omit<FoundEngine, 'docker' | 'address' | 'source'> {
  const parts = (version.Components ?? []).map(({Name}) => Name)
  return {
    name: parts.some(part => part.startsWith('Podman')) ? 'Podman' : 'Docker',
    version: version.Version,
    apiVersion: version.ApiVersion,
    os: version.Os,
    architecture: version.Arch,
    memoryBytes: info.MemTotal ?? 0,
    dataFolder: info.DockerRootDir ?? '',
    rootless: (info.SecurityOptions ?? []).some(option => option.startsWith('name=rootless')),
    isDesktop: info.OperatingSystem === 'Docker Desktop',
  }
}

function connectionOf(address: string, env: NodeJS.ProcessEnv): Docker.DockerOptions {
  const path = /^(?:unix|npipe):\/\/(.+)$/i.exec(address)?.[1]
  if (path !== undefined) return {socketPath: path}
  const {hostname, port} = new URL(address)
  const isSecure = Boolean(env.DOCKER_TLS_VERIFY)
  const certificate = (name: string) => readFileSync(join(env.DOCKER_CERT_PATH || join(homedir(), '.docker'), name))
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isSecure ? 2376 : 2375) : Number(port),
    protocol: isSecure ? 'https' : 'http',
    ...(isSecure ? {ca: certificate('ca.pem'), cert: certificate('cert.pem'), key: certificate('key.pem')} : {}),
  }
}

function reasonFor(
  error: unknown,
  {source, address}: EngineCandidate,
  answerWithinMs: number,
): Omit<Refusal, 'candidate'> {
  const code = systemCode(error)
  if (code === 'ENOENT') return {because: 'there is nothing'}
  if (code === 'EACCES' || code === 'EPERM')
    return {
      because: 'you may not use it',
      tryThis: /podman/i.test(source + address)
        ? 'Start Podman for yourself: systemctl --user enable --now podman.socket'
        : 'Join the group that may, then log in again: sudo usermod -aG docker $USER',
    }
  if (code === 'ECONNREFUSED')
    return {because: 'nobody listens there', tryThis: 'Start it: sudo systemctl start docker'}
  if (code === 'ECONNRESET' || code === 'ETIMEDOUT') return {because: `no answer within ${answerWithinMs} ms`}
  return {because: reasonOf(error)}
}

function noEngine(refusals: readonly Refusal[]): MsaError {
  const [first] = refusals
  if (first?.candidate.source === namedByLab) return labEngineAway(first)
  const advice = [...new Set(refusals.flatMap(({tryThis}) => (tryThis === undefined ? [] : [tryThis])))]
  return new MsaError('E_RUNTIME_UNAVAILABLE', 'no container engine answers', {
    details: refusals.map(({candidate: {address, source}, because}) =>
      [source, address, because].filter(part => part !== '').join(': '),
    ),
    tryThis: [
      advice[0] ?? 'Start Docker or Podman, or install one (Debian: sudo apt install docker.io)',
      ...advice.slice(1),
      'Name another: DOCKER_HOST=unix:///its/socket msa …',
      'Or run everything as processes of this machine: msa up --runtime local',
    ],
  })
}

function labEngineAway({candidate: {address}, because, tryThis}: Refusal): MsaError {
  return new MsaError('E_RUNTIME_UNAVAILABLE', `the container engine at ${address} does not answer`, {
    details: [because, "the lab's containers and volumes are on it, whatever DOCKER_HOST says"],
    tryThis: [
      tryThis ?? 'Start it (Debian: systemctl start docker), then try again',
      'Or forget it, with the volumes there: rm .msa/engine.json',
    ],
  })
}

/** `1.9` is older than `1.41`. */
function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [leastMajor = 0, leastMinor = 0] = than.split('.').map(Number)
  return major < leastMajor || (major === leastMajor && minor < leastMinor)
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
