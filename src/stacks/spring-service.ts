import {join} from 'node:path'
import {
  type Component,
  type ContainerImage,
  type Env,
  restartOnFailure,
  type Workload,
  type WorkloadContext,
} from './component.js'

/** What the reference services and a Spring Boot application of that name are told alike: where the others are. */
export interface SpringService {
  /** Folder below `src/services`. */
  readonly program: string
  /** `spring.application.name`. */
  readonly name: string
  readonly heapMiB: number
  /** How much V8 may spend on speed: the gateway's load is every other service's load together. */
  readonly tunedFor: 'size' | 'throughput'
  readonly env?: Env
  /** `spring.datasource.*`, where there is a database. */
  readonly usesDatabase?: boolean
  readonly usesKafka?: boolean
}

/** By the lab file's `memory`: the rest is code, buffers and Node itself. */
const heapShareOfCap = 0.5
const smallestHeapMiB = 24

/** The nursery decides: a small one saves memory, a large one the collector's time under load. Measured with all clients connected: 64 against 75 MiB. */
const tuning = {
  size: ['--max-semi-space-size=1', '--optimize-for-size'],
  throughput: ['--max-semi-space-size=8'],
}

export function springWorkload(context: WorkloadContext, service: SpringService): Workload {
  const {memoryMiB, settings, port} = context
  const heapMiB =
    memoryMiB === undefined ? service.heapMiB : Math.max(smallestHeapMiB, Math.round(memoryMiB * heapShareOfCap))
  const database = service.usesDatabase ? databaseOf(context) : {env: {}, files: []}
  return {
    command: context.program('node'),
    args: [`--max-old-space-size=${heapMiB}`, ...tuning[service.tunedFor], context.service(service.program)],
    env: {
      SPRING_APPLICATION_NAME: service.name,
      SERVER_PORT: String(port('http')),
      ...placeOf(context),
      ...neighbours(context),
      ...(service.usesKafka ? kafkaOf(context) : {}),
      ...database.env,
      ...service.env,
      ...Object.fromEntries(Object.entries(settings).map(([key, value]) => [springVariable(key), value])),
    },
    files: database.files,
  }
}

/** Health is the sum of all that a service needs; a database that is away makes it unready, and never a reason to kill it. */
export const springProbes = {
  readiness: {kind: 'http', port: 'http', path: '/actuator/health', expectStatus: 200},
  liveness: {kind: 'http', port: 'http', path: '/actuator/health/liveness', timeoutMs: 5000},
} as const satisfies Component['probes']

/**
 * They wait for the brokers, and nobody for them: asked as often as others, they would take a tenth of the processors from those they wait for. 450
 * times 200 ms are the 90 s that every component has.
 */
export const patientProbes: Component['probes'] = {
  ...springProbes,
  startup: {...springProbes.readiness, periodMs: 200, failureThreshold: 450},
}

/** Ours: built where it is needed, from `templates/services-image`. */
export const servicesImage: ContainerImage = {reference: 'msa-services', programs: {node: 'node'}, readOnlyRoot: true}

/** What the services behind the gateway have in common. */
export const registeredService = {
  stack: 'services',
  // A free one is chosen; discovery and the gateway know it.
  ports: {http: 0},
  dependsOn: [
    {on: 'config', condition: 'ready'},
    {on: 'discovery', condition: 'ready'},
  ],
  needs: [{program: 'node'}],
  image: servicesImage,
  probes: patientProbes,
  restart: restartOnFailure,
  stopSignal: 'SIGTERM',
  stopGraceMs: 10_000,
  memoryMiB: 65,
  urls: [],
} as const satisfies Partial<Component>

/** Spring's rule for variables: `spring.cloud.config.server.git.uri` is SPRING_CLOUD_CONFIG_SERVER_GIT_URI. */
export function springVariable(key: string): string {
  return key
    .replaceAll('-', '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/_$/, '')
    .toUpperCase()
}

/** By default a service listens on loopback and is known there; beside containers it has other names, too. */
function placeOf({host, listen, forContainers}: WorkloadContext): Env {
  if (forContainers === undefined) return {}
  return {
    SERVER_ADDRESS: listen,
    EUREKA_INSTANCE_HOSTNAME: host,
    MSA_ALLOWED_HOSTS: [...new Set([host, forContainers.host])].join(),
  }
}

/** Only those that are part of the lab; a service works without any of them. */
function neighbours({has, link}: WorkloadContext): Env {
  const url = (component: string) => `http://${link(component).host}:${link(component).port}`
  return {
    ...(has('config') ? {SPRING_CLOUD_CONFIG_URI: url('config')} : {}),
    ...(has('discovery') ? {EUREKA_CLIENT_SERVICEURL_DEFAULTZONE: `${url('discovery')}/eureka`} : {}),
    ...(has('rabbitmq')
      ? {SPRING_RABBITMQ_HOST: link('rabbitmq').host, SPRING_RABBITMQ_PORT: String(link('rabbitmq').port)}
      : {}),
    ...(has('zipkin') ? {MANAGEMENT_ZIPKIN_TRACING_ENDPOINT: `${url('zipkin')}/api/v2/spans`} : {}),
    // Addresses in the config repository may say ${GATEWAY_PORT:8000}: right also where the lab's ports are moved.
    ...(has('gateway') ? {GATEWAY_PORT: String(link('gateway').port)} : {}),
  }
}

function kafkaOf({has, link}: WorkloadContext): Env {
  return has('kafka') ? {SPRING_KAFKA_BOOTSTRAPSERVERS: `${link('kafka').host}:${link('kafka').port}`} : {}
}

/** The password comes from the config server; where its files name none, it is the lab's own, by a file that only its owner can read. */
function databaseOf({has, link, secret, configDir}: WorkloadContext): Required<Pick<Workload, 'env' | 'files'>> {
  if (!has('mariadb')) return {env: {}, files: []}
  const {host, port} = link('mariadb')
  const path = join(configDir, 'db-password')
  return {
    env: {SPRING_DATASOURCE_URL: `jdbc:mariadb://${host}:${port}/mydb`, SPRING_DATASOURCE_PASSWORDFILE: path},
    files: [{path, content: secret('db-password')}],
  }
}
