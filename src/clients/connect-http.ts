import {MsaError, reasonOf, systemCode} from '../errors.js'
import {basicAuthorization, splitCredentials} from '../platform/url-credentials.js'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One answer of a Connect worker, whatever its status. */
export interface ConnectAnswer {
  readonly status: number
  /** The parsed body; undefined for none. */
  readonly body: unknown
  /** The worker's own words for a refusal. */
  readonly message: string
}

/** Asks once. Throws only where nothing, or something else than Kafka Connect, answers. */
export async function askConnect(
  address: string,
  method: Method,
  path: string,
  body: unknown,
  timeoutMs: number,
): Promise<ConnectAnswer> {
  const response = await send(address, method, path, body, timeoutMs)
  const text = await response.text().catch((error: unknown) => {
    throw connectLost(address, error)
  })
  if (text === '') return {status: response.status, body: undefined, message: ''}
  const parsed = parse(text)
  // A worker that is still starting answers in HTML; so does every other program that has the port.
  if (parsed === undefined && response.status === 404) return {status: 404, body: undefined, message: 'not found'}
  if (parsed === undefined) throw notConnect(address, response.status, text)
  return {status: response.status, body: parsed.value, message: wordsOf(parsed.value, text)}
}

async function send(address: string, method: Method, path: string, body: unknown, timeoutMs: number) {
  // fetch takes none in a URL.
  const target = splitCredentials(address)
  try {
    return await fetch(`${target.url}${path}`, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        accept: 'application/json',
        ...basicAuthorization(target),
        ...(body === undefined ? {} : {'content-type': 'application/json'}),
      },
      ...(body === undefined ? {} : {body: JSON.stringify(body)}),
    })
  } catch (error) {
    throw connectLost(address, error)
  }
}

/** `fetch` hides what happened in a cause. */
function connectLost(address: string, error: unknown): MsaError {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  const isSilent = error instanceof Error && error.name === 'TimeoutError'
  return new MsaError('E_NOT_REACHABLE', `no Kafka Connect answers at ${splitCredentials(address).url}`, {
    details: [isSilent ? 'it took the request and says nothing' : reasonOf(cause)],
    tryThis: ['See whether it runs: msa status connect', 'Start it: msa up connect', 'Name another one: --connect URL'],
    cause,
  })
}

/** True when nobody took the request: it was surely not carried out. */
export function wasRefused(error: unknown): boolean {
  return error instanceof MsaError && error.code === 'E_NOT_REACHABLE' && systemCode(error.cause) === 'ECONNREFUSED'
}

function notConnect(address: string, status: number, text: string): MsaError {
  const [firstLine = ''] = text.trim().split('\n')
  return new MsaError('E_NOT_REACHABLE', `what answers at ${splitCredentials(address).url} is not Kafka Connect`, {
    details: [`HTTP ${status}: ${firstLine.slice(0, 120)}`],
    tryThis: ['See who has the port: msa ports', 'Name the right address: --connect http://127.0.0.1:8083'],
  })
}

function parse(text: string): {readonly value: unknown} | undefined {
  try {
    return {value: JSON.parse(text)}
  } catch {
    return undefined
  }
}

function wordsOf(body: unknown, text: string): string {
  return typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : text
}
