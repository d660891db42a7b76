import {type KnownInstance, keyOf} from '../kit/eureka/registry-view.js'
import type {ServiceInstances} from '../kit/eureka/service-instances.js'
import type {Route} from './route.js'
import {isForbiddenHost} from './target.js'

export interface Address {
  readonly host: string
  readonly port: number
  /** Undefined for a fixed address. */
  readonly instance: KnownInstance | undefined
}

/** Where the next try of one request goes: another instance each time, a fixed address once. `tried` grows by those that must not be asked. */
export function nextAddress({target}: Route, instances: ServiceInstances, tried: Set<string>): Address | undefined {
  if (target.kind === 'address') return tried.size === 0 ? {...target, instance: undefined} : undefined
  for (;;) {
    const instance = instances.next(target.name, tried)
    if (instance === undefined) return undefined
    if (!isForbiddenHost(instance.host)) return {host: instance.host, port: instance.port, instance}
    tried.add(keyOf(instance))
  }
}

export function keyOfAddress({instance, host, port}: Address): string {
  return instance === undefined ? `${host}:${port}` : keyOf(instance)
}
