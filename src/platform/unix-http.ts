import {type IncomingMessage, request} from 'node:http'
import {MsaError, reasonOf} from '../errors.js'

export interface UnixRequest {
  readonly socketPath: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: unknown
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

/** One HTTP request over a Unix socket, answered with the raw response. Rejects with the system's error when nobody listens. */
export function requestUnix({
  socketPath,
  method,
  path,
  body,
  timeoutMs,
  signal,
}: UnixRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = {'content-type': 'application/json'}
    // Without a name Node looks whether the host is an address, by expressions that take 5 ms to compile: a tenth of a short command.
    const options = {socketPath, servername: '', method, path, headers, ...(signal ? {signal} : {})}
    const call = request(options, resolve)
    const timer = setTimeout(() => call.destroy(silence(timeoutMs)), timeoutMs)
    call.once('response', () => clearTimeout(timer))
    call.once('error', error => {
      clearTimeout(timer)
      reject(error)
    })
    call.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

function silence(timeoutMs: number): MsaError {
  return new MsaError(
    'E_NOT_REACHABLE',
    `the lab's supervisor has not answered for ${Math.round(timeoutMs / 1000)} s`,
    {
      tryThis: ['Try again in a moment: msa status', 'End the lab without its supervisor: msa down --force'],
    },
  )
}

export async function readJson<T>(response: IncomingMessage): Promise<T> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  try {
    return JSON.parse(text) as T
  } catch (error) {
    throw new MsaError('E_NOT_REACHABLE', `the lab's supervisor gave no sensible answer: ${reasonOf(error)}`, {
      tryThis: ['msa status'],
      cause: error,
    })
  }
}

/** JSON objects, one a line, until the other side ends. */
export async function* readJsonLines<T>(response: IncomingMessage): AsyncGenerator<T> {
  let rest = ''
  for await (const chunk of response.setEncoding('utf8')) {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line !== '') yield JSON.parse(line) as T
  }
}
