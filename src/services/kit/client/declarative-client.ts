import {performance} from 'node:perf_hooks'
import type {HttpAnswer} from '../http/call.js'
import type {Log} from '../log.js'
import type {ServiceClient} from './service-client.js'

export const loggerLevels = ['NONE', 'BASIC', 'HEADERS', 'FULL'] as const
/** Feign's: nothing; request line, status and time; the headers too; the bodies too. */
export type LoggerLevel = (typeof loggerLevels)[number]

/** Turns an answer of 400 and above into the error that the caller shall see. */
export type ErrorDecoder = (methodKey: string, answer: HttpAnswer) => Error

export interface ClientDeclaration<Method extends string> {
  readonly client: string
  /** `http://order-service` */
  readonly baseUrl: string
  /** `GET /{userId}/orders` */
  readonly methods: Readonly<Record<Method, string>>
}

export interface DeclarativeOptions {
  readonly http: ServiceClient
  readonly log: Log
  readonly level: () => LoggerLevel
  readonly decodeError: ErrorDecoder
  readonly timeoutMs: number
}

/** A remote service as an object: what it can be asked is declared, how it is asked is not the caller's business. */
export function declareClient<Method extends string>(
  {client, baseUrl, methods}: ClientDeclaration<Method>,
  {http, log, level, decodeError, timeoutMs}: DeclarativeOptions,
): (method: Method, variables: Readonly<Record<string, string>>, signal?: AbortSignal) => Promise<unknown> {
  return async (name, variables, signal) => {
    const [method = 'GET', template = '/'] = methods[name].split(' ')
    const url = `${baseUrl}${expand(template, variables)}`
    const methodKey = `${client}#${name}`
    const headers = {accept: 'application/json'}
    const say = (lines: readonly string[]) => {
      for (const line of lines) log.info(`[${methodKey}] ${line}`)
    }
    say(requestLines(level(), method, url, headers))
    const started = performance.now()
    const answer = await http.call(url, {method, template, headers, timeoutMs, ...(signal && {signal})})
    say(answerLines(level(), answer, Math.round(performance.now() - started)))
    if (answer.status >= 400) throw decodeError(methodKey, answer)
    return answer.text === '' ? undefined : JSON.parse(answer.text)
  }
}

/** Where no decoder knows better: whatever the other side answered, this side has failed. */
export const defaultErrorDecoder: ErrorDecoder = (methodKey, {status}) => new Error(`[${status}] during [${methodKey}]`)

function expand(template: string, variables: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(variables[name] ?? ''))
}

function requestLines(
  level: LoggerLevel,
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
): string[] {
  if (level === 'NONE') return []
  const line = `---> ${method} ${url} HTTP/1.1`
  return level === 'BASIC' ? [line] : [line, ...headerLines(headers), '---> END HTTP (0-byte body)']
}

function answerLines(level: LoggerLevel, {status, headers, text}: HttpAnswer, tookMs: number): string[] {
  if (level === 'NONE') return []
  const line = `<--- HTTP/1.1 ${status} (${tookMs}ms)`
  if (level === 'BASIC') return [line]
  const end = `<--- END HTTP (${Buffer.byteLength(text)}-byte body)`
  return [line, ...headerLines(headers), ...(level === 'FULL' ? ['', text] : []), end]
}

function headerLines(headers: Readonly<Record<string, string | string[] | undefined>>): string[] {
  const secret = /^(authorization|cookie|set-cookie)$/i
  return Object.entries(headers).map(([name, value]) => `${name}: ${secret.test(name) ? '(hidden)' : String(value)}`)
}
