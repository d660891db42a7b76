import {Agent, type IncomingHttpHeaders, request} from 'node:http'
import {gunzipSync} from 'node:zlib'
import {reasonOf} from '../../../errors.js'

export interface HttpCall {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  readonly agent?: Agent
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** No answer came. `sent` tells whether the server may have seen the request all the same. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  constructor(
    message: string,
    readonly sent: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

const maxAnswerBytes = 16 * 1024 * 1024

export function createAgent(maxSockets = 32): Agent {
  return new Agent({keepAlive: true, maxSockets, keepAliveMsecs: 1000})
}

/** One request with a deadline for the whole of it; any status is an answer. node:http, since loading fetch costs 20 ms and 5 MiB. */
export function httpCall(url: string, call: HttpCall): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const target = new URL(url)
    let sent = false
    const outgoing = request(target, {
      method: call.method ?? 'GET',
      headers: {...call.headers, ...(call.body === undefined ? {} : {'content-length': Buffer.byteLength(call.body)})},
      agent: call.agent,
      signal: call.signal,
    })
    const place = `${call.method ?? 'GET'} ${target.origin}${target.pathname}`
    const fail = (error: unknown) => {
      clearTimeout(timer)
      reject(new NoAnswer(`${place}: ${reasonOf(error)}`, sent, {cause: error}))
    }
    const timer = setTimeout(() => outgoing.destroy(new Error(`no answer within ${call.timeoutMs} ms`)), call.timeoutMs)
    outgoing.on('error', fail)
    outgoing.on('finish', () => {
      sent = true
    })
    outgoing.on('response', answer => {
      const chunks: Buffer[] = []
      let size = 0
      answer.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        size += chunk.length
        if (size > maxAnswerBytes) outgoing.destroy(new Error(`answer is longer than ${maxAnswerBytes} bytes`))
      })
      answer.on('error', fail)
      answer.on('end', () => {
        clearTimeout(timer)
        try {
          const body = Buffer.concat(chunks)
          const plain = answer.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
          resolve({status: answer.statusCode ?? 0, headers: answer.headers, text: plain.toString('utf8')})
        } catch (error) {
          fail(error)
        }
      })
    })
    outgoing.end(call.body)
  })
}
