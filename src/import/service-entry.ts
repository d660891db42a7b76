import {durationMs} from '../lab/durations.js'
import type {TreeNode} from '../lab/lab-file/tree.js'
import type {Entry} from './component-entry.js'
import {healthOf} from './health.js'
import {memoryOf} from './memory.js'
import {portsOf} from './ports.js'
import {shellWords} from './shell-words.js'
import {entriesOf, itemsOf, pairsOf, textAt, textOf, valueAt} from './tree-values.js'
import {type VolumeSurroundings, volumesOf} from './volumes.js'

export interface ServiceSurroundings extends VolumeSurroundings {
  /** Name of a service of the Compose file → its name in the lab; those that are left out are missing. */
  readonly names: ReadonlyMap<string, string>
  readonly env: Readonly<Record<string, string | undefined>>
  /** Variables of the files that `env_file` names, already read. */
  readonly fromFiles: Readonly<Record<string, string>>
}

const carried = new Set([
  ...[
    'image',
    'build',
    'ports',
    'expose',
    'environment',
    'env_file',
    'depends_on',
    'volumes',
    'command',
    'entrypoint',
    'healthcheck',
  ],
  ...['mem_limit', 'deploy', 'restart', 'stop_grace_period', 'scale', 'container_name', 'hostname', 'profiles'],
])

const reasons: Readonly<Record<string, string>> = {
  networks: 'a lab has one network, on which all reach each other by name',
  network_mode: 'a lab has one network',
  secrets: 'a lab brings no secrets into images; use environment',
  configs: 'a lab brings no configs into images; use volumes',
  logging: 'the lab keeps the logs itself: msa logs',
  stop_signal: 'a lab sends SIGTERM',
  tmpfs: 'a lab has no tmpfs mounts',
  links: 'all reach each other by name on the network of the lab',
}

/** Somebody's image as a service of the lab. */
export function serviceEntry(node: TreeNode, image: string, around: ServiceSurroundings): Entry {
  const published = portsOf(valueAt(node, 'ports'))
  const ports = published.ports.map((port, index) => ({...port, name: index === 0 ? 'http' : `port-${port.inside}`}))
  const health = healthOf(valueAt(node, 'healthcheck'), ports)
  const volumes = volumesOf(valueAt(node, 'volumes'), around)
  const environment = environmentOf(node, around)
  const dependencies = dependenciesOf(valueAt(node, 'depends_on'), around)
  const limits = limitsOf(
    node,
    ports.some(({machine}) => machine !== undefined),
  )
  const args = argsOf(valueAt(node, 'command'))
  const entrypoint = argsOf(valueAt(node, 'entrypoint'))
  return {
    entry: {
      image,
      ...(entrypoint.length === 0 ? {} : {entrypoint}),
      ...(args.length === 0 ? {} : {args}),
      ...portEntry(ports),
      ...(Object.keys(environment.env).length === 0 ? {} : {env: environment.env}),
      ...(volumes.volumes.length === 0 ? {} : {volumes: volumes.volumes}),
      ...(health.health === undefined ? {} : {health: health.health}),
      ...(Object.keys(dependencies.dependsOn).length === 0 ? {} : {dependsOn: dependencies.dependsOn}),
      ...limits.entry,
    },
    topics: {},
    problems: [
      ...[published, environment, volumes, health, dependencies, limits].flatMap(({problems}) => problems),
      ...otherKeys(node),
    ],
  }
}

type NamedPort = {readonly name: string; readonly machine: number | undefined; readonly inside: number}

function portEntry(ports: readonly NamedPort[]): Record<string, unknown> {
  const text = ({machine, inside}: NamedPort) => `${machine ?? 'auto'}:${inside}`
  const [only] = ports
  if (only === undefined) return {}
  return ports.length === 1
    ? {port: text(only)}
    : {ports: Object.fromEntries(ports.map(port => [port.name, text(port)]))}
}

/** A list is the words of a command; text is for a shell to split. */
function argsOf(node: TreeNode | undefined): readonly string[] {
  if (node?.kind === 'list') return node.items.map(item => textOf(item) ?? '')
  return shellWords(textOf(node) ?? '')
}

function environmentOf(node: TreeNode, {env, fromFiles}: ServiceSurroundings) {
  const problems: string[] = []
  const own = pairsOf(valueAt(node, 'environment')).flatMap(([name, value]): [string, string][] => {
    const found = value ?? env[name]
    if (found === undefined) problems.push(`environment ${name}: has no value, here or in your shell`)
    return found === undefined ? [] : [[name, found]]
  })
  return {env: {...fromFiles, ...Object.fromEntries(own)}, problems}
}

const conditions: Readonly<Record<string, string>> = {
  service_started: 'started',
  service_healthy: 'ready',
  service_completed_successfully: 'completed',
}

function dependenciesOf(node: TreeNode | undefined, {names}: ServiceSurroundings) {
  const pairs: [string, string][] =
    node?.kind === 'mapping'
      ? entriesOf(node).map(([name, about]) => [name, textAt(about, 'condition') ?? 'service_started'])
      : itemsOf(node).map(item => [textOf(item) ?? '', 'service_started'])
  const known = pairs.flatMap(([name, condition]): [string, string][] => {
    const here = names.get(name)
    return here === undefined ? [] : [[here, conditions[condition] ?? 'started']]
  })
  return {
    dependsOn: Object.fromEntries(known),
    problems: pairs.filter(([name]) => !names.has(name)).map(([name]) => `depends_on ${name}: not in the lab`),
  }
}

function limitsOf(node: TreeNode, hasFixedPort: boolean) {
  const memory = textAt(node, 'mem_limit') ?? textAt(node, 'deploy', 'resources', 'limits', 'memory')
  const grace = textAt(node, 'stop_grace_period')
  const count = Number(textAt(node, 'scale') ?? textAt(node, 'deploy', 'replicas') ?? 1)
  const restart = restartOf(textAt(node, 'restart'))
  const size = memory === undefined ? undefined : memoryOf(memory)
  const isCountable = Number.isInteger(count) && count > 1 && count <= 20 && !hasFixedPort
  return {
    entry: {
      ...(size === undefined ? {} : {memory: size}),
      ...(restart === 'always' ? {} : {restart}),
      ...(grace === undefined || durationMs(grace) === undefined ? {} : {stopGrace: grace}),
      ...(isCountable ? {instances: count} : {}),
    },
    problems: [
      ...(memory !== undefined && size === undefined ? [`memory ${memory}: not a size that msa knows`] : []),
      ...(grace !== undefined && durationMs(grace) === undefined ? [`stop_grace_period ${grace}: not a duration`] : []),
      ...(count !== 1 && !isCountable ? [`${count} of it: they cannot share a port of this machine`] : []),
    ],
  }
}

/** Compose restarts nothing unless it is told to. */
function restartOf(written = 'no'): 'always' | 'on-failure' | 'never' {
  if (written === 'always' || written === 'unless-stopped') return 'always'
  return written.startsWith('on-failure') ? 'on-failure' : 'never'
}

function otherKeys(node: TreeNode): string[] {
  const keys = entriesOf(node)
    .map(([key]) => key)
    .filter(key => !carried.has(key) && !key.startsWith('x-'))
  return keys.map(key => `${key}: ${reasons[key] ?? 'the lab file has nothing for it'}`)
}
