import type {Agent} from 'node:http'
import type {ServiceInstances} from '../kit/eureka/service-instances.js'
import type {Deadlines} from './deadlines.js'
import type {HopObserver} from './hop-observer.js'
import type {RouteTable} from './route-table.js'

export interface GatewaySettings {
  readonly responseTimeoutMs: number
}

export interface GatewayParts {
  readonly table: RouteTable
  readonly instances: ServiceInstances
  readonly observer: HopObserver
  readonly settings: () => GatewaySettings
  readonly agent: Agent
  readonly deadlines: Deadlines
}
