import type {Address, Component, Env} from '../../stacks/component.js'

export interface Neighbours {
  /** Who is told; undefined for a program that is no part of the lab. */
  readonly self: string | undefined
  readonly has: (component: string) => boolean
  readonly link: (component: string, port?: string) => Address
}

/**
 * What a program needs to find its neighbours, in the names that Spring Boot reads from the environment; only of those that are part of the lab.
 * No secret: a service takes its passwords from the config server.
 */
export function neighboursEnv({self, has, link}: Neighbours): Env {
  const at = (component: string, port?: string) => {
    const {host, port: number} = link(component, port)
    return `${host}:${number}`
  }
  return {
    // A config server that is told to ask itself asks for ever: each answer begins with a question.
    ...(has('config') && self !== 'config' ? configEnv(`http://${at('config')}`) : {}),
    ...(has('discovery') ? eurekaEnv(`http://${at('discovery')}/eureka`) : {}),
    ...(has('rabbitmq') ? rabbitEnv(link('rabbitmq', 'amqp')) : {}),
    ...(has('kafka') ? {SPRING_KAFKA_BOOTSTRAP_SERVERS: at('kafka')} : {}),
    ...(has('mariadb') ? {SPRING_DATASOURCE_URL: `jdbc:mariadb://${at('mariadb')}/mydb`} : {}),
    ...(has('zipkin') ? zipkinEnv(`http://${at('zipkin')}`) : {}),
  }
}

function configEnv(url: string): Env {
  return {SPRING_CLOUD_CONFIG_URI: url, SPRING_CONFIG_IMPORT: `optional:configserver:${url}`}
}

/**
 * A variable has no capital letters, so Spring takes the first one for a zone named `defaultzone`, unless the program's own files spell `defaultZone`.
 * The second is as good as a file (Spring Boot's reference, "Externalized Configuration").
 */
function eurekaEnv(url: string): Env {
  return {
    EUREKA_CLIENT_SERVICEURL_DEFAULTZONE: url,
    SPRING_APPLICATION_JSON: JSON.stringify({'eureka.client.service-url.defaultZone': url}),
  }
}

function rabbitEnv({host, port}: Address): Env {
  return {SPRING_RABBITMQ_HOST: host, SPRING_RABBITMQ_PORT: String(port)}
}

/** The first is Sleuth's (Boot 2), the second Micrometer's (Boot 3). */
function zipkinEnv(url: string): Env {
  return {SPRING_ZIPKIN_BASE_URL: `${url}/`, MANAGEMENT_ZIPKIN_TRACING_ENDPOINT: `${url}/api/v2/spans`}
}

/** A program that takes a component's place has its name, and with it its files in the config repository. */
export function applicationName(service: string, catalogue: readonly Component[]): string {
  return catalogue.find(({name}) => name === service)?.applicationName ?? service
}

export interface OwnPlace {
  readonly name: string
  /** Its main port, where it has one; 0: it takes any free one. */
  readonly port: number | undefined
  /** Where the others reach it: told to discovery in place of this machine's name, which often nobody can resolve. */
  readonly host: string
  /** Where it listens; a program in a container decides itself. */
  readonly listen?: string
}

/** What tells a program its own name and place. */
export function ownEnv({name, port, host, listen}: OwnPlace): Env {
  return {
    SPRING_APPLICATION_NAME: name,
    ...(port === undefined ? {} : {SERVER_PORT: String(port), PORT: String(port)}),
    ...(listen === undefined ? {} : {SERVER_ADDRESS: listen}),
    EUREKA_INSTANCE_HOSTNAME: host,
    EUREKA_INSTANCE_IPADDRESS: host,
    // Spring makes the id of the port that it is told: two that take any free one would be one to discovery.
    ...(port === 0 ? {EUREKA_INSTANCE_INSTANCEID: `${host}:${name}:\${random.value}`} : {}),
  }
}
