import {jsonOf} from '../../secrets/spring-value.js'
import type {PropertySource} from './environment.js'
import type {Snapshot} from './repository.js'
import type {Wanted} from './request.js'

export const v2Type = 'application/vnd.spring-cloud.config-server.v2+json'

/** By hand, since JSON.stringify can write neither a whole number of any size nor Java's `1000.0`. Key order is Spring's. */
export function environmentJson(
  {name, profileText, label}: Wanted,
  {version, state}: Snapshot,
  sources: readonly PropertySource[],
  withOrigins: boolean,
): string {
  const head = {name, profiles: [profileText], label: label ?? null, version, state}
  const list = sources.map(source => sourceJson(source, withOrigins)).join(',')
  return `${JSON.stringify(head).slice(0, -1)},"propertySources":[${list}]}`
}

function sourceJson({name, values}: PropertySource, withOrigins: boolean): string {
  const entries = [...values].map(([key, {value, origin}]) => {
    const plain = jsonOf(value)
    return `${JSON.stringify(key)}:${withOrigins ? `{"value":${plain},"origin":${JSON.stringify(origin)}}` : plain}`
  })
  return `{"name":${JSON.stringify(name)},"source":{${entries.join(',')}}}`
}
