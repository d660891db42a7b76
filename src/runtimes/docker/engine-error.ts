import {MsaError, reasonOf, systemCode} from '../../errors.js'
import {moveAllPorts} from '../../platform/port-remedies.js'

/** The status of an engine's answer; undefined where it gave none. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined
  return typeof error.statusCode === 'number' ? error.statusCode : undefined
}

/** Podman 4.3 answers 500 where a container goes while it looks at it. */
export function isNotFound(error: unknown): boolean {
  return statusOf(error) === 404 || (statusOf(error) === 500 && /no such container/i.test(wordsOf(error)))
}

/** No answer at all: the engine is away, which says nothing about what it runs (promise P26). */
export function isAway(error: unknown): boolean {
  if (error instanceof MsaError) return error.code === 'E_RUNTIME_UNAVAILABLE'
  return statusOf(error) === undefined && systemCode(error) !== undefined
}

/** The engine's own words. */
export function wordsOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'json' in error) {
    const {json} = error
    if (typeof json === 'object' && json !== null && 'message' in json) return String(json.message)
  }
  return reasonOf(error)
}

export function engineAway(address: string, error: unknown): MsaError {
  return new MsaError(
    'E_RUNTIME_UNAVAILABLE',
    `the container engine at ${address} does not answer: ${wordsOf(error)}`,
    {
      tryThis: ['Start it (Debian: systemctl start docker), then try again', 'See what is wrong: msa doctor'],
      cause: error,
    },
  )
}

const portTaken = /port is already allocated|address already in use|bind for .* failed/i

/** Why a container could not be made or started, and what helps. */
export function startError(task: string, image: string, error: unknown): unknown {
  if (error instanceof MsaError) return error
  const words = wordsOf(error)
  const details = [`the engine says: ${words}`]
  if (portTaken.test(words))
    return new MsaError('E_PORT_IN_USE', `a port of ${task} is taken`, {
      details,
      tryThis: [moveAllPorts, 'See who holds what: msa ports'],
    })
  if (isNotFound(error) && /no such image/i.test(words))
    return new MsaError('E_PREREQUISITE_MISSING', `the image ${image} of ${task} is not on this machine`, {
      details,
      tryThis: ['Fetch it: msa up --pull missing', `Or bring it by hand: docker load, then docker tag … ${image}`],
    })
  if (statusOf(error) === undefined) return error
  return new MsaError('E_FAILED', `the container of ${task} (${image}) could not be started: ${words}`, {
    tryThis: ['Use another image: image: in the lab file', 'See what the engine says: msa doctor'],
    cause: error,
  })
}
