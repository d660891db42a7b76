import type {Instance, Port} from '../kit/eureka/instance.js'
import {escapeXml} from './xml.js'

export interface Applications {
  readonly version: string
  readonly hashCode: string
  readonly instances: readonly Instance[]
}

/** An answer in either of Eureka's two languages. `compact` is what `X-Eureka-Accept: compact` asks for. */
export interface Rendering {
  applications(applications: Applications): string
  application(name: string, instances: readonly Instance[]): string
  instance(instance: Instance): string
}

export function jsonRendering(compact: boolean): Rendering {
  const one = (instance: Instance) => jsonInstance(instance, compact)
  const application = (name: string, instances: readonly Instance[]) => ({name, instance: instances.map(one)})
  return {
    instance: instance => JSON.stringify({instance: one(instance)}),
    application: (name, instances) => JSON.stringify({application: application(name, instances)}),
    applications: ({version, hashCode, instances}) =>
      JSON.stringify({
        applications: {
          versions__delta: version,
          apps__hashcode: hashCode,
          application: [...byApplication(instances)].map(([name, members]) => application(name, members)),
        },
      }),
  }
}

export const xmlRendering: Rendering = {
  instance: instance => xmlInstance(instance, ''),
  application: (name, instances) => xmlApplication(name, instances, ''),
  applications: ({version, hashCode, instances}) => {
    const members = [...byApplication(instances)].map(([name, group]) => xmlApplication(name, group, '  '))
    const head = [leaf('versions__delta', version, '  '), leaf('apps__hashcode', hashCode, '  ')]
    return `<applications>\n${[...head, ...members].join('')}</applications>`
  },
}

function byApplication(instances: readonly Instance[]): Map<string, Instance[]> {
  const groups = new Map<string, Instance[]>()
  for (const instance of instances) groups.set(instance.app, [...(groups.get(instance.app) ?? []), instance])
  return groups
}

const emptyMap = 'java.util.Collections$EmptyMap'

function jsonInstance(instance: Instance, compact: boolean): Record<string, unknown> {
  const {metadata} = instance
  const full = {...instance, metadata: Object.keys(metadata).length === 0 ? {'@class': emptyMap} : metadata}
  if (!compact) return full
  const {
    countryId: _1,
    homePageUrl: _2,
    statusPageUrl: _3,
    healthCheckUrl: _4,
    isCoordinatingDiscoveryServer: _5,
    ...few
  } = full
  return {...few, lastUpdatedTimestamp: Number(instance.lastUpdatedTimestamp)}
}

function xmlApplication(name: string, instances: readonly Instance[], indent: string): string {
  const members = instances.map(instance => xmlInstance(instance, `${indent}  `)).join('')
  return `${indent}<application>\n${leaf('name', name, `${indent}  `)}${members}${indent}</application>\n`
}

function xmlInstance(instance: Instance, indent: string): string {
  const inner = `${indent}  `
  const {port, securePort, dataCenterInfo, leaseInfo, metadata, overriddenStatus, countryId, ...plain} = instance
  const {instanceId, hostName, app, ipAddr, status, ...rest} = plain
  const parts = [
    leaves({instanceId, hostName, app, ipAddr, status, overriddenstatus: overriddenStatus}, inner),
    xmlPort('port', port, inner),
    xmlPort('securePort', securePort, inner),
    leaf('countryId', countryId, inner),
    branch('dataCenterInfo', ` class="${escapeXml(dataCenterInfo['@class'])}"`, {name: dataCenterInfo.name}, inner),
    branch('leaseInfo', '', {...leaseInfo}, inner),
    branch('metadata', Object.keys(metadata).length === 0 ? ` class="${emptyMap}"` : '', metadata, inner),
    leaves(rest, inner),
  ]
  return `${indent}<instance>\n${parts.join('')}${indent}</instance>\n`
}

function xmlPort(name: string, port: Port, indent: string): string {
  return `${indent}<${name} enabled="${port['@enabled']}">${port.$}</${name}>\n`
}

function branch(
  name: string,
  attributes: string,
  values: Readonly<Record<string, string | number>>,
  indent: string,
): string {
  const inner = leaves(values, `${indent}  `)
  return inner === ''
    ? `${indent}<${name}${attributes}/>\n`
    : `${indent}<${name}${attributes}>\n${inner}${indent}</${name}>\n`
}

function leaves(values: Readonly<Record<string, string | number>>, indent: string): string {
  return Object.entries(values)
    .map(([name, value]) => leaf(name, value, indent))
    .join('')
}

/** Metadata keys that are no XML names cannot be said in this language; JSON has them. */
function leaf(name: string, value: string | number, indent: string): string {
  if (!/^[A-Za-z_][\w.-]*$/.test(name)) return ''
  return value === '' ? `${indent}<${name}></${name}>\n` : `${indent}<${name}>${escapeXml(String(value))}</${name}>\n`
}
