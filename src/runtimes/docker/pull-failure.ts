import {MsaError} from '../../errors.js'

export type PullFailure = 'missing' | 'denied' | 'limited' | 'unreachable' | 'disk' | 'platform' | 'checksum' | 'other'

/** In this order: an engine's sentence may hold several of these words. */
const signs: readonly (readonly [RegExp, PullFailure])[] = [
  [/no space left on device|disk quota exceeded/i, 'disk'],
  [/no matching manifest|does not match the specified platform|no image found in .* for architecture/i, 'platform'],
  [/verification failed|digest mismatch|digest did not match|does not match .* digest/i, 'checksum'],
  [/toomanyrequests|rate limit/i, 'limited'],
  [/unauthorized|authentication required|access.* denied|no basic auth|denied:/i, 'denied'],
  [/manifest unknown|name unknown|not found|no such image/i, 'missing'],
  [
    /connection (refused|reset)|no such host|name resolution|i\/o timeout|handshake timeout|timeout exceeded|unexpected eof|\beof\b|unreachable|broken pipe|server misbehaving|unexpected http status: 5|deadline exceeded|socket hang up/i,
    'unreachable',
  ],
]

/** What an engine's words about a pull that failed mean. */
export function pullFailureOf(words: string): PullFailure {
  return signs.find(([pattern]) => pattern.test(words))?.[1] ?? 'other'
}

/** Will the same request bring something else in a moment? */
export function isPassing(failure: PullFailure): boolean {
  return failure === 'unreachable' || failure === 'checksum'
}

const byHand = (reference: string) => `Or bring it from another machine: docker save ${reference} | docker load`
const another = 'Use another image: image: of the component in the lab file'
const local = 'Or run it as a process of this machine: runtime: local in the lab file'

export function pullError(reference: string, words: string): MsaError {
  const details = [`the engine says: ${words}`]
  switch (pullFailureOf(words)) {
    case 'missing':
      return new MsaError('E_DOWNLOAD', `there is no image ${reference}`, {details, tryThis: [another, local]})
    case 'denied':
      return new MsaError('E_DOWNLOAD', `there is no image ${reference}, or it is not for everybody`, {
        details,
        tryThis: [`Log in and fetch it yourself: docker login, then docker pull ${reference}`, another],
      })
    case 'limited':
      return new MsaError('E_DOWNLOAD', `the registry gives no more images to this address for now (${reference})`, {
        details,
        tryThis: [`Log in and fetch it yourself: docker login, then docker pull ${reference}`, byHand(reference)],
      })
    case 'unreachable':
      return new MsaError('E_OFFLINE', `the registry of the image ${reference} cannot be reached`, {
        details,
        tryThis: ['Look at the network, then try again', byHand(reference), 'And then: msa up --pull never', local],
      })
    case 'disk':
      return new MsaError('E_DISK_FULL', `no space is left on the engine's disk for the image ${reference}`, {
        details,
        tryThis: ['See what takes it: docker system df', 'Remove what nothing uses: docker image prune'],
      })
    case 'platform':
      return new MsaError('E_PREREQUISITE_MISSING', `the image ${reference} is not made for this machine`, {
        details,
        tryThis: [another, local],
      })
    case 'checksum':
      return new MsaError('E_CHECKSUM', `what came as the image ${reference} is not what its digest says`, {
        details,
        tryThis: ['Try again; if it stays so, do not trust what is between here and the registry', byHand(reference)],
      })
    case 'other':
      return new MsaError('E_DOWNLOAD', `the image ${reference} could not be fetched`, {
        details,
        tryThis: [`See whether the engine can: docker pull ${reference}`, byHand(reference)],
      })
  }
}
