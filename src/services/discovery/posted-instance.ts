import {type Instance, type InstanceStatus, isInstanceStatus, type Port} from '../kit/eureka/instance.js'
import {parseXml, type XmlElement} from './xml.js'

export type Posted = {readonly ok: true; readonly instance: Instance} | {readonly ok: false; readonly problem: string}
type Loose = Readonly<Record<string, unknown>>

/** Undefined when the body is neither JSON nor XML of an instance. */
export function parseInstanceBody(body: string, contentType: string): Loose | undefined {
  try {
    if (/xml/i.test(contentType)) return looseFromXml(parseXml(body))
    const document: unknown = JSON.parse(body)
    const instance = isLoose(document) ? document.instance : undefined
    return isLoose(instance) ? instance : undefined
  } catch {
    return undefined
  }
}

/** Checks in the real server's order and with its words, and fills in what it fills in. */
export function toInstance(posted: Loose, pathApp: string): Posted {
  const text = (key: string) => (posted[key] === undefined || posted[key] === null ? '' : String(posted[key]).trim())
  const [hostName, ipAddr, app] = [text('hostName'), text('ipAddr'), text('app').toUpperCase()]
  const center = posted.dataCenterInfo
  if (hostName === '') return {ok: false, problem: 'Missing hostname'}
  if (ipAddr === '') return {ok: false, problem: 'Missing ip address'}
  if (app === '') return {ok: false, problem: 'Missing appName'}
  if (app !== pathApp) return {ok: false, problem: `Mismatched appName, expecting ${pathApp} but was ${app}`}
  if (!isLoose(center)) return {ok: false, problem: 'Missing dataCenterInfo'}
  if (!center.name) return {ok: false, problem: 'Missing dataCenterInfo Name'}
  const lease = isLoose(posted.leaseInfo) ? posted.leaseInfo : {}
  const optional = (key: string) => (text(key) === '' ? {} : {[key]: text(key)})
  const instance: Instance = {
    instanceId: text('instanceId') || hostName,
    hostName,
    app,
    ipAddr,
    status: statusOf(text('status'), 'UP'),
    overriddenStatus: 'UNKNOWN',
    port: portOf(posted.port, 7001, true),
    securePort: portOf(posted.securePort, 7002, false),
    countryId: whole(posted.countryId, 1),
    dataCenterInfo: {'@class': String(center['@class'] ?? defaultCenter), name: String(center.name)},
    leaseInfo: {
      renewalIntervalInSecs: whole(lease.renewalIntervalInSecs, 30),
      durationInSecs: whole(lease.durationInSecs, 90),
      registrationTimestamp: 0,
      lastRenewalTimestamp: 0,
      evictionTimestamp: 0,
      serviceUpTimestamp: 0,
    },
    metadata: metadataOf(posted.metadata),
    ...optional('homePageUrl'),
    ...optional('statusPageUrl'),
    ...optional('healthCheckUrl'),
    ...optional('vipAddress'),
    ...optional('secureVipAddress'),
    isCoordinatingDiscoveryServer: 'false',
    lastUpdatedTimestamp: '0',
    lastDirtyTimestamp: text('lastDirtyTimestamp') || String(Date.now()),
    actionType: 'ADDED',
  }
  return {ok: true, instance}
}

const defaultCenter = 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo'

export function statusOf(text: string, fallback: InstanceStatus): InstanceStatus {
  const status = text.toUpperCase()
  return isInstanceStatus(status) ? status : fallback
}

function portOf(port: unknown, fallback: number, enabled: boolean): Port {
  if (!isLoose(port)) return {$: whole(port, fallback), '@enabled': enabled ? 'true' : 'false'}
  const isEnabled = String(port['@enabled'] ?? enabled) === 'true'
  return {$: whole(port.$, fallback), '@enabled': isEnabled ? 'true' : 'false'}
}

function whole(value: unknown, fallback: number): number {
  const number = Number(value ?? Number.NaN)
  return Number.isInteger(number) ? number : fallback
}

function metadataOf(value: unknown): Record<string, string> {
  const entries = Object.entries(isLoose(value) ? value : {}).filter(([key]) => !key.startsWith('@'))
  return Object.assign(Object.create(null), Object.fromEntries(entries.map(([key, one]) => [key, String(one)])))
}

/** `<port enabled="true">9001</port>` becomes `{"$": 9001, "@enabled": "true"}`, and so on for every element. */
function looseFromXml(element: XmlElement): Loose {
  const loose: Record<string, unknown> = Object.create(null)
  for (const [name, value] of Object.entries(element.attributes))
    loose[name === 'class' ? '@class' : `@${name}`] = value
  if (element.children.length === 0 && element.text !== '') loose.$ = element.text
  for (const child of element.children) {
    const isLeaf = child.children.length === 0 && Object.keys(child.attributes).length === 0
    loose[child.name] = isLeaf ? child.text : looseFromXml(child)
  }
  return loose
}

function isLoose(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
