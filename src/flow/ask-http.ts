import {MsaError, reasonOf} from '../errors.js'

const TIMEOUT_MS = 10_000

/** A request of which no answer is an error that says what to type. */
export async function askHttp(url: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(url, {...init, signal: AbortSignal.timeout(TIMEOUT_MS)})
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
    const {host} = new URL(url)
    throw new MsaError('E_NOT_REACHABLE', `nothing answers at ${host}`, {
      details: [reasonOf(cause)],
      tryThis: ['See what runs: msa status', 'msa up'],
      cause,
    })
  }
}
