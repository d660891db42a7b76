import {listenToBus} from '../clients/bus.js'
import {configServer} from '../clients/config-server.js'
import {registeredInstances} from '../clients/discovery.js'
import {MsaError} from '../errors.js'
import {systemClock} from '../platform/clock.js'
import {type RefreshRequest, type RefreshResult, refreshConfig} from './refresh-config.js'

export interface Place {
  readonly host: string
  readonly port: number
}

export interface LabNodes {
  readonly config: Place
  readonly discovery: Place
  readonly rabbitmq: Place
}

/** The refresh of a lab that runs: its config server is asked, its registered instances are waited for. */
export async function refreshLab(nodes: LabNodes, request: RefreshRequest): Promise<RefreshResult> {
  const result = await refreshConfig(
    {
      listen: onMessage => listenToBus(nodes.rabbitmq, onMessage),
      ask: destination => configServer(urlOf(nodes.config)).busRefresh(destination),
      expected: () => registeredInstances(`${urlOf(nodes.discovery)}/eureka`),
      clock: systemClock,
    },
    request,
  )
  if (request.signal.aborted) throw request.signal.reason
  return result
}

/** Not everybody answered: said with who did, since they have the new values. */
export function requireAll({reloaded, missing}: RefreshResult): void {
  if (missing.length === 0) return
  throw new MsaError('E_NOT_READY', `${missing.join(', ')} did not say that the configuration was reloaded`, {
    details: reloaded.map(({service, port}) => `${service}:${port} reloaded`),
    tryThis: [
      `Look why: msa logs ${missing[0]?.split(':')[0]}`,
      'A service of your own needs spring-cloud-starter-bus-amqp to hear of a refresh',
    ],
  })
}

export function urlOf({host, port}: Place): string {
  return `http://${host}:${port}`
}
