import {reasonOf} from '../../errors.js'
import {systemClock} from '../../platform/clock.js'
import {mountActuator} from './actuator/actuator.js'
import {type BootstrapDefaults, readBootstrap, type Variables} from './bootstrap.js'
import type {Bus} from './bus/bus.js'
import {applyLogging, type FoundationOptions, layFoundation, loadConfiguration, type Service} from './foundation.js'
import {Front, type FrontParts} from './front.js'
import {maxBodyBytes} from './http/body.js'
import {observeRequests} from './http/observe.js'
import {createRouter, type Router} from './http/router.js'
import {listen} from './http/server.js'
import {joinBus, joinDiscovery} from './neighbours.js'

export type {Service}

/** `usesConfigServer` and its like are false for the servers that the others ask. `properties` are those of last resort. */
export interface ServiceDefinition extends BootstrapDefaults, FoundationOptions {
  readonly usesDiscovery: boolean
  readonly usesBus: boolean
  /** Announced by `Content-Length`; for a gateway, which holds none of it, without limit. */
  readonly maxBodyBytes?: number
  readonly maxConnections?: number
  readonly requestTimeoutMs?: number
  /** Called when configuration is there; what it returns serves the requests. */
  readonly setup: (service: Service) => ServiceParts | Promise<ServiceParts>
}

export interface ServiceParts extends FrontParts {
  /** Routes of the service, beside the actuator's. */
  readonly routes?: (router: Router) => void
  readonly info?: () => Readonly<Record<string, unknown>>
  /** Lets go of requests that wait for something, so that the server can close. */
  readonly drain?: () => void
  /** Ends what `setup` began, after the last request. */
  readonly stop?: () => Promise<void>
}

export interface RunningService extends Service {
  stop(): Promise<void>
}

/** Between taking the registration back and closing the door everybody has heard it. `msa.drain` changes the time. */
const drainMs = 300
const stopGraceMs = 5000

/** Listens first, so that whoever asks is told why it is not ready; then configuration, then registration. */
export async function startService(definition: ServiceDefinition, variables: Variables): Promise<RunningService> {
  const bootstrap = readBootstrap(variables, definition)
  const stopping = new AbortController()
  const foundation = layFoundation(bootstrap, definition)
  const {log, health, configuration} = foundation
  const front = new Front(health)
  const server = await listen(
    {
      port: bootstrap.port,
      address: bootstrap.address,
      allowedHosts: bootstrap.allowedHosts,
      maxBodyBytes: definition.maxBodyBytes ?? maxBodyBytes,
      maxConnections: definition.maxConnections ?? 100,
      requestTimeoutMs: definition.requestTimeoutMs ?? 30_000,
    },
    (request, response) => front.handle(request, response),
    (request, socket, head) => front.upgrade(request, socket, head),
  )
  const instanceId = configuration.current.text(
    'eureka.instance.instance-id',
    `${bootstrap.host}:${bootstrap.name}:${server.port}`,
  )
  const service: Service = {...foundation, port: server.port, instanceId}
  foundation.place.port = server.port
  log.info(`${bootstrap.name} listens on http://${bootstrap.address}:${server.port}`)

  if (definition.usesConfigServer && bootstrap.configUri !== undefined)
    await loadConfiguration(service, stopping.signal)
  applyLogging(service)
  configuration.onChange(() => applyLogging(service))
  const bus = definition.usesBus ? await joinBus(service) : undefined
  const parts = await definition.setup(service)
  front.open(parts, routerOf(service, parts, bus))
  health.notReadyBecause = undefined
  const eureka = definition.usesDiscovery ? joinDiscovery(service) : undefined
  log.info(`${bootstrap.name} is ready after ${Math.round(process.uptime() * 1000)} ms`)

  const stop = once(async () => {
    health.notReadyBecause = 'stopping'
    stopping.abort()
    await eureka?.stop()
    if (eureka !== undefined) await systemClock.sleep(configuration.current.durationMs('msa.drain', drainMs))
    parts.drain?.()
    await server.close(stopGraceMs)
    await parts.stop?.()
    await bus?.stop()
    await service.tracing.stop()
    log.info(`${bootstrap.name} stopped`)
    log.flush()
  })
  return {...service, stop}
}

/** Starts the service of this process and stops it in order on SIGTERM and SIGINT. */
export function runService(definition: ServiceDefinition): void {
  startService(definition, process.env).then(
    service => {
      process.on('exit', () => service.log.flush())
      for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        process.on(signal, () => void service.stop().then(() => process.exit(0)))
      }
    },
    error => {
      process.stderr.write(`${definition.name}: cannot start: ${reasonOf(error)}\n`)
      process.exit(1)
    },
  )
}

function routerOf(service: Service, parts: ServiceParts, bus: Bus | undefined): Router {
  const {log, tracing, metrics, health, configuration, bootstrap, port, instanceId} = service
  const router = createRouter(log)
  observeRequests(router, tracing, metrics)
  mountActuator(router, {
    name: bootstrap.name,
    health,
    metrics,
    configuration,
    bus: () => bus,
    info: () => ({app: {name: bootstrap.name, port, instanceId, pid: process.pid}, ...parts.info?.()}),
  })
  parts.routes?.(router)
  return router
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  return () => {
    running ??= work()
    return running
  }
}
