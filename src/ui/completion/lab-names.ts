import type {Catalogue, Lab} from '../../lab/lab.js'
import type {Address} from '../../stacks/component.js'
import type {NameSources} from './name-sources.js'

/** The names that a lab has. What is in servers they are asked themselves, at the address where they are. */
export function labNames(
  lab: Lab,
  catalogue: Catalogue,
  addressOf: (component: string) => Promise<Address>,
): NameSources {
  const own = lab.services.map(({name}) => name)
  const component = async () => [...catalogue.map(({name}) => name).filter(name => !own.includes(name)), ...own]
  const services = catalogue.filter(({stack}) => stack === 'platform' || stack === 'services')
  return {
    component,
    'component=port': async () => (await component()).map(name => `${name}=`),
    service: async () => [...new Set([...services.map(({name}) => name), ...own])],
    topic: async signal => topicNames(await addressOf('kafka'), signal),
    connector: async signal => connectorNames(await addressOf('connect'), signal),
  }
}

async function topicNames(address: Address, signal: AbortSignal): Promise<readonly string[]> {
  const {Cluster} = await import('../../clients/kafka-wire/cluster.js')
  const cluster = new Cluster([address], {connectTimeoutMs: 300, silenceTimeoutMs: 300})
  signal.addEventListener('abort', () => cluster.close())
  try {
    const {topics} = await cluster.metadata()
    return topics.map(({name}) => name).filter(name => !name.startsWith('__'))
  } finally {
    cluster.close()
  }
}

async function connectorNames({host, port}: Address, signal: AbortSignal): Promise<readonly string[]> {
  const answer: unknown = await (await fetch(`http://${host}:${port}/connectors`, {signal})).json()
  return Array.isArray(answer) ? answer.filter(name => typeof name === 'string') : []
}
