import {randomBytes} from 'node:crypto'

/** What a service must know before it can ask for the rest; read from the environment, as Spring does. */
export interface Bootstrap {
  readonly name: string
  /** 0 lets the system choose. */
  readonly port: number
  /** Where to listen (`server.address`). */
  readonly address: string
  /** The name or address by which others reach this service (`eureka.instance.hostname`). */
  readonly host: string
  readonly profiles: readonly string[]
  readonly label: string | undefined
  readonly configUri: string | undefined
  /** Base addresses of discovery servers, most wanted first, ending in `/eureka`. */
  readonly eurekaUrls: readonly string[]
  /** Names this service answers to besides loopback's own (`MSA_ALLOWED_HOSTS`); pages from there are its own, too. */
  readonly allowedHosts: readonly string[]
  /** Random part of this process's id on the bus; 32 hexadecimal digits. */
  readonly processId: string
  readonly variables: Variables
}
export type Variables = Readonly<Record<string, string | undefined>>

export interface BootstrapDefaults {
  readonly name: string
  readonly port: number
}

/** Every listener and every registration uses this address, unless the service runs in a container: the lab never leaves the machine. */
export const loopback = '127.0.0.1'

export function readBootstrap(variables: Variables, defaults: BootstrapDefaults): Bootstrap {
  const profiles = list(variables.SPRING_PROFILES_ACTIVE)
  return {
    name: variables.SPRING_APPLICATION_NAME || defaults.name,
    port: portNumber(variables.SERVER_PORT, defaults.port),
    address: variables.SERVER_ADDRESS || loopback,
    host: variables.EUREKA_INSTANCE_HOSTNAME || loopback,
    profiles: profiles.length === 0 ? ['default'] : profiles,
    label: variables.SPRING_CLOUD_CONFIG_LABEL || undefined,
    configUri: configUri(variables),
    eurekaUrls: list(variables.EUREKA_CLIENT_SERVICEURL_DEFAULTZONE).map(withoutTrailingSlash),
    allowedHosts: list(variables.MSA_ALLOWED_HOSTS),
    processId: randomBytes(16).toString('hex'),
    variables,
  }
}

/** `SPRING_CLOUD_CONFIG_URI`, else the address in `SPRING_CONFIG_IMPORT=optional:configserver:http://…`. */
function configUri(variables: Variables): string | undefined {
  const imported = variables.SPRING_CONFIG_IMPORT?.replace(/^optional:/, '').replace(/^configserver:/, '')
  const uri = variables.SPRING_CLOUD_CONFIG_URI || variables.SPRING_CONFIG_URI || imported
  return uri ? withoutTrailingSlash(uri) : undefined
}

function portNumber(text: string | undefined, fallback: number): number {
  const port = Number(text === undefined || text === '' ? fallback : text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new Error(`SERVER_PORT must be a port number from 0 to 65535, not "${text}"`)
}

function list(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '')
}

function withoutTrailingSlash(text: string): string {
  return text.trim().replace(/\/+$/, '')
}
