import {get} from 'node:http'
import {reasonOf, systemCode} from '../errors.js'
import {noConnection, type PortAddress} from './exchange.js'
import {no, type Patience, type ProbeQuestion, type Verdict, yes} from './probe.js'

type HttpQuestion = Extract<ProbeQuestion, {kind: 'http'}>

/** One GET on a connection of its own, which no proxy setting diverts. The body is not waited for. */
export function askHttp(
  {path, expectStatus, auth}: HttpQuestion,
  {host, port}: PortAddress,
  {timeoutMs, signal}: Patience,
): Promise<Verdict> {
  return new Promise(resolve => {
    const request = get(
      {host, port, path, agent: false, headers: {accept: '*/*'}, ...(auth === undefined ? {} : {auth})},
      response => {
        clearTimeout(timer)
        resolve(verdictOn(response.statusCode ?? 0, path, expectStatus))
        response.on('error', () => undefined)
        request.destroy()
      },
    )
    const timer = setTimeout(() => request.destroy(new Error(`no answer to GET ${path} in ${timeoutMs} ms`)), timeoutMs)
    const abort = () => request.destroy(new Error('the question was withdrawn'))
    signal.addEventListener('abort', abort, {once: true})
    request.on('error', error => resolve(no(reasonFor(error, port, path))))
    request.on('close', () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    })
  })
}

function verdictOn(status: number, path: string, expected: number | undefined): Verdict {
  const good = expected === undefined ? status < 400 : status === expected
  return good ? yes : no(`GET ${path} answers ${status}${expected === undefined ? '' : `, not ${expected}`}`)
}

function reasonFor(error: Error, port: number, path: string): string {
  const code = systemCode(error)
  if (code === 'ECONNREFUSED') return noConnection(port, error)
  if (code?.startsWith('HPE_')) return `port ${port} does not speak HTTP (${reasonOf(error)})`
  if (code === 'ECONNRESET') return `port ${port} takes connections and hangs up without an answer to GET ${path}`
  return `port ${port}: ${reasonOf(error)}`
}
