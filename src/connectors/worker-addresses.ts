import type {AddressView, ConnectorConfig} from '../clients/connect.js'
import type {ComponentStatus} from '../lab/protocol.js'
import {machineName} from '../runtimes/docker/places.js'
import type {Component} from '../stacks/component.js'

/** One server, as programs of this machine reach it and as the worker in its container does. */
export interface AddressPair {
  readonly port: number
  readonly worker: {readonly host: string; readonly port: number}
}

type Running = Pick<ComponentStatus, 'name' | 'component' | 'runtime' | 'ports'>

/** Undefined where the lab's worker is a process: it reaches everything as everybody does. */
export function workerAddresses(
  components: readonly Running[],
  catalogue: readonly Pick<Component, 'name' | 'portForContainers'>[],
): readonly AddressPair[] | undefined {
  if (components.find(({component}) => component === 'connect')?.runtime !== 'docker') return undefined
  return components.flatMap(({name, component, runtime, ports}) => {
    const host = runtime === 'docker' ? name : machineName
    const own = catalogue.find(entry => entry.name === component)?.portForContainers?.name
    const [main] = Object.values(ports)
    return Object.values(ports).map(port => ({
      port,
      worker: {host, port: (port === main && own !== undefined ? ports[own] : undefined) ?? port},
    }))
  })
}

/**
 * A configuration names the lab's servers as they are reached on this machine; what is sent names them as the worker reaches them, and what
 * is read is turned back. Everything else, and every other server, stays as it is written.
 */
export function viewFromWorker(pairs: readonly AddressPair[]): AddressView {
  return {
    toWorker: config =>
      mapped(
        config,
        text => outward(text, pairs),
        parts => outwardParts(parts, pairs),
      ),
    toMachine: config =>
      mapped(
        config,
        text => inward(text, pairs),
        parts => inwardParts(parts, pairs),
      ),
  }
}

interface Parts {
  readonly host: string
  readonly port: number
}

/** Addresses within a value, and those that are spread over two settings (`database.hostname`, `database.port`). */
function mapped(
  config: ConnectorConfig,
  within: (text: string) => string,
  spread: (parts: Parts) => Parts | undefined,
): ConnectorConfig {
  const result: Record<string, string> = Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, within(value)]),
  )
  for (const [key, host] of Object.entries(config)) {
    if (!key.endsWith('hostname')) continue
    const portKey = key.replace(/hostname$/, 'port')
    const parts = spread({host, port: Number(config[portKey] ?? defaultPort)})
    if (parts === undefined) continue
    result[key] = parts.host
    result[portKey] = String(parts.port)
  }
  return result
}

/** Of MariaDB and MySQL: the databases that a lab has. */
const defaultPort = 3306
const loopback = String.raw`(?:localhost|127\.0\.0\.1)`

function outward(text: string, pairs: readonly AddressPair[]): string {
  return text
    .replaceAll(new RegExp(`(jdbc:(?:mariadb|mysql)://)${loopback}(?=/)`, 'g'), `$1127.0.0.1:${defaultPort}`)
    .replaceAll(new RegExp(String.raw`(?<![\w.-])${loopback}:(\d{1,5})(?!\d)`, 'g'), (whole, port: string) => {
      const pair = pairs.find(one => one.port === Number(port))
      return pair === undefined ? whole : `${pair.worker.host}:${pair.worker.port}`
    })
}

function inward(text: string, pairs: readonly AddressPair[]): string {
  return text.replaceAll(/(?<![\w.-])([a-z][\w.-]*):(\d{1,5})(?!\d)/g, (whole, host: string, port: string) => {
    const pair = pairs.find(({worker}) => worker.host === host && worker.port === Number(port))
    return pair === undefined ? whole : `127.0.0.1:${pair.port}`
  })
}

function outwardParts({host, port}: Parts, pairs: readonly AddressPair[]): Parts | undefined {
  if (!new RegExp(`^${loopback}$`).test(host)) return undefined
  return pairs.find(one => one.port === port)?.worker
}

function inwardParts({host, port}: Parts, pairs: readonly AddressPair[]): Parts | undefined {
  const pair = pairs.find(({worker}) => worker.host === host && worker.port === port)
  return pair === undefined ? undefined : {host: '127.0.0.1', port: pair.port}
}
