import type {Address, Env} from '../../stacks/component.js'

export interface Neighbours {
  readonly has: (component: string) => boolean
  readonly link: (component: string, port?: string) => Address
}

/**
 * What a program needs to find its neighbours, in the names that Spring Boot reads from the environment; only of those that are part of the lab.
 * No secret: a service takes its passwords from the config server.
 */
export function neighboursEnv({has, link}: Neighbours): Env {
  const at = (component: string, port?: string) => {
    const {host, port: number} = link(component, port)
    return `${host}:${number}`
  }
  return {
    ...(has('config') ? configEnv(`http://${at('config')}`) : {}),
    ...(has('discovery') ? {EUREKA_CLIENT_SERVICEURL_DEFAULTZONE: `http://${at('discovery')}/eureka`} : {}),
    ...(has('rabbitmq') ? rabbitEnv(link('rabbitmq', 'amqp')) : {}),
    ...(has('kafka') ? {SPRING_KAFKA_BOOTSTRAP_SERVERS: at('kafka')} : {}),
    ...(has('mariadb') ? {SPRING_DATASOURCE_URL: `jdbc:mariadb://${at('mariadb')}/mydb`} : {}),
    ...(has('zipkin') ? zipkinEnv(`http://${at('zipkin')}`) : {}),
  }
}

function configEnv(url: string): Env {
  return {SPRING_CLOUD_CONFIG_URI: url, SPRING_CONFIG_IMPORT: `optional:configserver:${url}`}
}

function rabbitEnv({host, port}: Address): Env {
  return {SPRING_RABBITMQ_HOST: host, SPRING_RABBITMQ_PORT: String(port)}
}

/** The first is Sleuth's (Boot 2), the second Micrometer's (Boot 3). */
function zipkinEnv(url: string): Env {
  return {SPRING_ZIPKIN_BASE_URL: `${url}/`, MANAGEMENT_ZIPKIN_TRACING_ENDPOINT: `${url}/api/v2/spans`}
}

/** What tells a program its own name and main port. */
export function ownEnv(name: string, port: number | undefined): Env {
  return {
    SPRING_APPLICATION_NAME: name,
    ...(port === undefined ? {} : {SERVER_PORT: String(port), PORT: String(port)}),
  }
}
