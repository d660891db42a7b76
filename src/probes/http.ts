import {get, type IncomingMessage} from 'node:http'
import {reasonOf, systemCode} from '../errors.js'
import {noConnection, type PortAddress} from './exchange.js'
import {no, type Patience, type ProbeQuestion, type Verdict, yes} from './probe.js'
import {healthText} from './spring-health.js'

type HttpQuestion = Extract<ProbeQuestion, {kind: 'http'}>

/** Of a body that says why the answer is no; Spring Boot's health takes a tenth of it. */
const maxBodyBytes = 16_384

/** One GET on a connection of its own, which no proxy setting diverts. The body is waited for only where it may say why the answer is no. */
export function askHttp(
  {path, expectStatus, auth}: HttpQuestion,
  {host, port}: PortAddress,
  {timeoutMs, signal}: Patience,
): Promise<Verdict> {
  return new Promise(resolve => {
    let refused: string | undefined
    const request = get(
      {host, port, path, agent: false, headers: {accept: '*/*'}, ...(auth === undefined ? {} : {auth})},
      async response => {
        response.on('error', () => undefined)
        refused = refusal(response.statusCode ?? 0, path, expectStatus)
        const why = refused === undefined || !isJson(response) ? '' : healthText(await bodyOf(response))
        clearTimeout(timer)
        resolve(refused === undefined ? yes : no(why === '' ? refused : `${refused}: ${why}`))
        request.destroy()
      },
    )
    const timer = setTimeout(() => request.destroy(new Error(`no answer to GET ${path} in ${timeoutMs} ms`)), timeoutMs)
    const abort = () => request.destroy(new Error('the question was withdrawn'))
    signal.addEventListener('abort', abort, {once: true})
    request.on('error', error => resolve(no(refused ?? reasonFor(error, port, path))))
    request.on('close', () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    })
  })
}

/** Undefined for a status that is good. */
function refusal(status: number, path: string, expected: number | undefined): string | undefined {
  const isGood = expected === undefined ? status < 400 : status === expected
  return isGood ? undefined : `GET ${path} answers ${status}${expected === undefined ? '' : `, not ${expected}`}`
}

function isJson({headers}: IncomingMessage): boolean {
  return /^application\/(?:[\w.-]+\+)?json\b/.test(headers['content-type'] ?? '')
}

/** As far as it came; the time limit of the question ends it, too. */
async function bodyOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of response) {
      chunks.push(chunk as Buffer)
      bytes += (chunk as Buffer).length
      if (bytes > maxBodyBytes) break
    }
  } catch {
    return ''
  }
  return Buffer.concat(chunks).toString('utf8')
}

function reasonFor(error: Error, port: number, path: string): string {
  const code = systemCode(error)
  if (code === 'ECONNREFUSED') return noConnection(port, error)
  if (code?.startsWith('HPE_')) return `port ${port} does not speak HTTP (${reasonOf(error)})`
  if (code === 'ECONNRESET') return `port ${port} takes connections and hangs up without an answer to GET ${path}`
  return `port ${port}: ${reasonOf(error)}`
}
