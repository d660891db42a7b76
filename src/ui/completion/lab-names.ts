import {effectivePorts} from '../../lab/effective-ports.js'
import type {Catalogue, Lab} from '../../lab/lab.js'
import type {NameSources} from './name-sources.js'

/** The names that a lab has. What runs is asked of the servers themselves, on the ports that the lab file gives them. */
export function labNames(lab: Lab, catalogue: Catalogue): NameSources {
  const own = lab.services.map(({name}) => name)
  const component = async () => [...catalogue.map(({name}) => name).filter(name => !own.includes(name)), ...own]
  const services = catalogue.filter(({stack}) => stack === 'platform' || stack === 'services')
  return {
    component,
    'component=port': async () => (await component()).map(name => `${name}=`),
    service: async () => [...new Set([...services.map(({name}) => name), ...own])],
    topic: signal => topicNames(portOf(lab, catalogue, 'kafka'), signal),
    connector: signal => connectorNames(portOf(lab, catalogue, 'connect'), signal),
  }
}

/** The main port of a component of the lab. */
function portOf(lab: Lab, catalogue: Catalogue, name: string): number {
  const defaults = catalogue.find(entry => entry.name === name)?.ports ?? {}
  const set = [...lab.components, ...lab.services].find(member => member.name === name)?.ports ?? {}
  const [port = 0] = Object.values(effectivePorts(defaults, set, lab.portOffset))
  return port
}

async function topicNames(port: number, signal: AbortSignal): Promise<readonly string[]> {
  const {Cluster} = await import('../../clients/kafka-wire/cluster.js')
  const cluster = new Cluster([{host: '127.0.0.1', port}], {connectTimeoutMs: 300, silenceTimeoutMs: 300})
  signal.addEventListener('abort', () => cluster.close())
  try {
    const {topics} = await cluster.metadata()
    return topics.map(({name}) => name).filter(name => !name.startsWith('__'))
  } finally {
    cluster.close()
  }
}

async function connectorNames(port: number, signal: AbortSignal): Promise<readonly string[]> {
  const answer: unknown = await (await fetch(`http://127.0.0.1:${port}/connectors`, {signal})).json()
  return Array.isArray(answer) ? answer.filter(name => typeof name === 'string') : []
}
