import {randomUUID} from 'node:crypto'
import type {ServiceDefinition} from '../kit/service.js'
import {mountDashboard} from './dashboard.js'
import {leaseSettings} from './lease-settings.js'
import {Registry} from './registry.js'
import {mountEureka} from './routes.js'

/** Eureka's server for one lab: no peers, no response cache, changes told at once to those who wait for them. */
export const discovery: ServiceDefinition = {
  name: 'discovery',
  port: 8761,
  usesConfigServer: false,
  usesDiscovery: false,
  usesBus: false,
  // Part of a caller's trace; heartbeats and refreshes of their own would bury what matters.
  properties: {'management.tracing.sampling.probability': 0},
  maxConnections: 512,
  setup({configuration, metrics, log}) {
    const registry = new Registry(() => leaseSettings(configuration.current))
    metrics.gauge('eureka.server.instances', 'Registered instances by status', ['status'], () => byStatus(registry))
    const timer = setInterval(() => {
      for (const {app, instanceId} of registry.evict())
        log.warn(`${app}/${instanceId} was not heard of in time and is removed`)
    }, leaseSettings(configuration.current).evictionIntervalMs)
    timer.unref()
    return {
      routes(router) {
        mountDashboard(router, registry)
        mountEureka(router, registry, randomUUID())
      },
      drain: () => registry.releaseWaiters(),
      stop: async () => clearInterval(timer),
    }
  },
}

function byStatus(registry: Registry) {
  const counts = new Map<string, number>()
  for (const {status} of registry.all()) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts].map(([status, value]) => ({labels: {status}, value}))
}
