import {reasonOf} from '../../errors.js'
import {systemClock} from '../../platform/clock.js'
import {type Bootstrap, loopback} from './bootstrap.js'
import {fetchPropertySources} from './config/config-client.js'
import {Configuration, perProperties} from './config/configuration.js'
import type {Properties, PropertyValue} from './config/properties.js'
import {ServiceInstances} from './eureka/service-instances.js'
import {Health} from './health.js'
import {createLog, type Log} from './log.js'
import {Metrics} from './metrics/metrics.js'
import {HopTracer} from './tracing/hop-tracer.js'
import {createSampler, samplingProbability} from './tracing/sampler.js'
import {Tracing} from './tracing/tracing.js'
import {ZipkinReporter} from './tracing/zipkin-reporter.js'

/** What every service stands on before it knows its configuration. */
export interface Foundation {
  readonly bootstrap: Bootstrap
  readonly configuration: Configuration
  readonly log: Log
  readonly tracing: Tracing
  /** For requests that only pass through. */
  readonly hops: HopTracer
  readonly metrics: Metrics
  readonly health: Health
  readonly instances: ServiceInstances
  /** Known once the server listens; spans carry it. */
  readonly place: {port: number}
}

/** What a service is given to work with. */
export interface Service extends Foundation {
  readonly port: number
  readonly instanceId: string
}

export interface FoundationOptions {
  readonly usesConfigServer: boolean
  readonly properties?: Readonly<Record<string, PropertyValue>>
}

export function layFoundation(bootstrap: Bootstrap, definition: FoundationOptions): Foundation {
  const {configUri, name, profiles, label} = bootstrap
  const configuration = new Configuration(
    async signal => {
      if (!definition.usesConfigServer || configUri === undefined) return []
      return fetchPropertySources({uri: configUri, name, profiles, label, timeoutMs: 5000}, signal)
    },
    definition.properties ?? {},
    bootstrap.variables,
  )
  const place = {port: bootstrap.port}
  const derived = <T>(derive: (properties: Properties) => T) =>
    perProperties(configuration, derive, message => log.error(message))
  const reporter = new ZipkinReporter({
    endpoint: derived(zipkinEndpoint),
    local: () => ({serviceName: name, ipv4: loopback, port: place.port}),
    say: message => log.warn(message),
  })
  const probability = derived(samplingProbability)
  const tracing = new Tracing({sampler: createSampler(probability), processors: [reporter]})
  const hops = new HopTracer({probability, report: span => reporter.report(span)})
  const log = createLog({app: name, currentTrace: () => tracing.currentIds()})
  const metrics = new Metrics()
  const uptime = () => [{labels: {}, value: process.uptime()}]
  metrics.gauge('process.uptime', 'The uptime of the process', [], uptime, 'seconds')
  return {
    bootstrap,
    configuration,
    tracing,
    hops,
    log,
    metrics,
    health: new Health(message => log.warn(message)),
    instances: new ServiceInstances(),
    place,
  }
}

/** Spring Boot 3's key has the whole address, Sleuth's only the base; `false` in either switch turns reporting off. */
function zipkinEndpoint(current: Properties): string | undefined {
  if (!current.flag('spring.zipkin.enabled', true) || !current.flag('management.tracing.enabled', true))
    return undefined
  const base = current.findAny('spring.zipkin.base-url')
  return current.findAny('management.zipkin.tracing.endpoint') ?? (base && `${base.replace(/\/+$/, '')}/api/v2/spans`)
}

/** Waits for the config server: a service with half of its configuration would be worse than a late one. */
export async function loadConfiguration(
  {configuration, health, log, bootstrap}: Foundation,
  signal: AbortSignal,
): Promise<void> {
  for (let waitMs = 50; !signal.aborted; waitMs = Math.min(waitMs * 2, 1000)) {
    try {
      await configuration.refresh(signal)
      return
    } catch (error) {
      const reason = `waiting for the config server at ${bootstrap.configUri}: ${reasonOf(error)}`
      if (health.notReadyBecause !== reason) log.warn(reason)
      health.notReadyBecause = reason
      await systemClock.sleep(waitMs, signal)
    }
  }
}

export function applyLogging({configuration, log}: Foundation): void {
  const {current} = configuration
  log.setLevel(current.text('logging.level.root', 'info'))
  log.setFormat(current.findAny('logging.structured.format.console') === undefined ? 'pattern' : 'json')
}
