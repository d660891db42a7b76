import type {TreeNode} from '../lab/lab-file/tree.js'
import type {Component} from '../stacks/component.js'
import {kafkaSetting, topicsIn} from './known-images.js'
import {portsOf} from './ports.js'
import {entriesOf, pairsOf, textAt, valueAt} from './tree-values.js'

/** What becomes of one service of the Compose file. */
export interface Entry {
  readonly entry: Readonly<Record<string, unknown>>
  readonly topics: Readonly<Record<string, number>>
  /** What is not carried over, with the reason; values never stand in it. */
  readonly problems: readonly string[]
}

/** They have the same effect with every component of msa, or none. */
const quietly = new Set([
  'image',
  'ports',
  'environment',
  'env_file',
  'container_name',
  'hostname',
  'networks',
  'expose',
])

/** One of msa's own components, with the ports of the Compose file and those of its settings that msa leaves to people. */
export function componentEntry(node: TreeNode, {name, ports}: Pick<Component, 'name' | 'ports'>): Entry {
  const published = portsOf(valueAt(node, 'ports'))
  const known = Object.entries(ports)
  const own = published.ports.flatMap(({machine, inside}) => {
    const port = known.find(([, number]) => number === inside)?.[0]
    return port === undefined || machine === undefined || machine === inside ? [] : [[port, machine] as const]
  })
  const strange = published.ports.filter(({inside}) => !known.some(([, number]) => number === inside))
  const {settings, topics, rest} = environmentOf(name, pairsOf(valueAt(node, 'environment')))
  const others = entriesOf(node)
    .map(([key]) => key)
    .filter(key => !quietly.has(key))
  return {
    entry: {
      ...(own.length === 0 ? {} : {ports: Object.fromEntries(own)}),
      ...(Object.keys(settings).length === 0 ? {} : {settings}),
    },
    topics,
    problems: [
      ...published.problems,
      ...strange.map(({inside}) => `port ${inside}: msa's ${name} has ${known.map(([, port]) => port).join(', ')}`),
      ...rest,
      ...(others.length === 0 ? [] : [`${others.join(', ')}: the lab has its own for ${name}`]),
      ...(textAt(node, 'env_file') === undefined && valueAt(node, 'env_file') === undefined
        ? []
        : [`env_file: the lab configures ${name} itself`]),
    ],
  }
}

function environmentOf(component: string, pairs: readonly (readonly [string, string | undefined])[]) {
  const settings: Record<string, string> = {}
  const topics: Record<string, number> = {}
  const left: string[] = []
  for (const [name, value] of pairs) {
    const setting = component === 'kafka' ? kafkaSetting(name) : undefined
    if (component === 'kafka' && name === 'KAFKA_CREATE_TOPICS')
      Object.assign(topics, Object.fromEntries(topicsIn(value ?? '')))
    else if (setting !== undefined && value !== undefined) settings[setting] = value
    else left.push(name)
  }
  return {settings, topics, rest: reasonsFor(component, left)}
}

function reasonsFor(component: string, names: readonly string[]): string[] {
  const isPassword = (name: string) => /PASS(WORD)?$/.test(name)
  const isDatabase = (name: string) => component === 'mariadb' && /DATABASE$/.test(name)
  const passwords = names.filter(isPassword)
  const databases = names.filter(isDatabase)
  const others = names.filter(name => !isPassword(name) && !isDatabase(name))
  const where = component === 'mariadb' ? 'in .msa/secrets/db-password' : 'as the manual names it'
  return [
    ...(passwords.length === 0 ? [] : [`${passwords.join(', ')}: the lab has its own, ${where}`]),
    ...(databases.length === 0
      ? []
      : [`${databases.join(', ')}: the lab's database is mydb; make others with msa db query`]),
    ...(others.length === 0 ? [] : [`${others.join(', ')}: the lab configures ${component} itself`]),
  ]
}
