import {MsaError, reasonOf} from '../errors.js'
import {type ConfigRequest, configRequest} from './config-requests.js'

/** A Spring Cloud Config server, ours or a real one. */
export interface ConfigServer {
  encrypt(text: string): Promise<string>
  decrypt(ciphertext: string): Promise<string>
  environment(app: string, profiles: string, label?: string): Promise<Environment>
  /** Asks every member of the bus, or those of a destination (`user-service`, `user-service:8082`), to reload. */
  busRefresh(destination?: string): Promise<void>
}

export interface Environment {
  readonly name: string
  readonly profiles: readonly string[]
  readonly label: string | null
  readonly version: string | null
  readonly propertySources: readonly PropertySource[]
}

/** Most important first. A value is wrapped with its place in the file (`line:column`) when the v2 form was asked for. */
export interface PropertySource {
  readonly name: string
  readonly source: Readonly<Record<string, OriginValue>>
}

export interface OriginValue {
  readonly value: string | number | boolean
  readonly origin: string | null
}

export function configServer(
  address: string,
  options: {readonly timeoutMs?: number; readonly signal?: AbortSignal} = {},
): ConfigServer {
  const base = parseAddress(address)
  const call = (path: string, init: RequestInit) => request(base, path, init, options)
  const ask = async ({method, path, headers}: ConfigRequest, text?: string) => {
    const body = text === undefined ? {} : {body: Buffer.from(text, 'utf8')}
    return expectOk(await call(path, {method, headers, ...body}), base)
  }
  return {
    async encrypt(text) {
      await rejectNoKey(call)
      return (await ask(configRequest.encrypt(), guarded(text))).text()
    },
    async decrypt(ciphertext) {
      return (await ask(configRequest.decrypt(), ciphertext)).text()
    },
    async environment(app, profiles, label) {
      return withOrigins(await (await ask(configRequest.environment(app, profiles, label))).json())
    },
    async busRefresh(destination) {
      await ask(configRequest.busRefresh(destination))
    },
  }
}

interface Base {
  readonly url: URL
  /** Without user and password. */
  readonly shown: string
  readonly headers: Readonly<Record<string, string>>
}

type Call = (path: string, init: RequestInit) => Promise<Response>

function parseAddress(address: string): Base {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new MsaError('E_USAGE', 'not the address of a config server', {
      tryThis: ['Write it as http://localhost:8888'],
    })
  }
  const login = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  const headers: Record<string, string> =
    login === ':' ? {} : {authorization: `Basic ${Buffer.from(login).toString('base64')}`}
  url.username = ''
  url.password = ''
  return {url, shown: url.href.replace(/\/$/, ''), headers}
}

async function request(
  base: Base,
  path: string,
  init: RequestInit,
  options: {timeoutMs?: number; signal?: AbortSignal},
): Promise<Response> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 10_000)
  const signal = options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout])
  try {
    return await fetch(base.shown + path, {
      ...init,
      headers: {...base.headers, ...init.headers},
      redirect: 'error',
      signal,
    })
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
    throw new MsaError('E_NOT_REACHABLE', `no config server answers at ${base.shown}: ${reasonOf(cause)}`, {
      tryThis: ['See whether it runs: msa status config', 'Name another one: --server http://localhost:8888'],
      cause: error,
    })
  }
}

/** Spring cuts `{key:value}` from the beginning of what it encrypts; `{plain}` in front keeps the text whole. */
function guarded(text: string): string {
  return text.startsWith('{') || text.includes('}') ? `{plain}${text}` : text
}

async function rejectNoKey(call: Call): Promise<void> {
  const response = await call('/encrypt/status', {})
  if (response.ok) return
  throw new MsaError('E_KEY', `the config server cannot encrypt: ${await serverWords(response)}`, {
    tryThis: [
      'Give the server a key (encrypt.key, or ENCRYPT_KEY in its environment)',
      'Encrypt offline: --key-file PATH',
    ],
  })
}

async function expectOk(response: Response, base: Base): Promise<Response> {
  if (response.ok) return response
  throw new MsaError('E_FAILED', `the config server at ${base.shown} answered ${response.status}`, {
    details: [await serverWords(response)],
    tryThis:
      response.status === 401
        ? ['Give user and password in the address: http://user:password@host:8888']
        : ['msa logs config'],
  })
}

async function serverWords(response: Response): Promise<string> {
  const text = (await response.text()).slice(0, 2000)
  try {
    const {description, status, message, error} = JSON.parse(text) as Record<string, unknown>
    return [status, description ?? message ?? error].filter(part => part !== undefined && part !== '').join(' ')
  } catch {
    return text
  }
}

function withOrigins(answer: unknown): Environment {
  const environment = answer as Environment & {
    propertySources: readonly {name: string; source: Record<string, unknown>}[]
  }
  const propertySources = environment.propertySources.map(({name, source}) => ({
    name,
    source: Object.fromEntries(Object.entries(source).map(([key, value]) => [key, originValue(value)])),
  }))
  return {...environment, propertySources}
}

function originValue(value: unknown): OriginValue {
  return typeof value === 'object' && value !== null && 'value' in value
    ? (value as OriginValue)
    : {value: value as OriginValue['value'], origin: null}
}
