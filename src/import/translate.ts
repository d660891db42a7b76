import type {TreeNode} from '../lab/lab-file/tree.js'
import {isName} from '../lab/names.js'
import {isSecretVariable} from '../secrets/secret-scan.js'
import type {Component} from '../stacks/component.js'
import {componentEntry, type Entry} from './component-entry.js'
import {componentFor} from './known-images.js'
import {type ServiceSurroundings, serviceEntry} from './service-entry.js'
import {entriesOf, textAt, valueAt} from './tree-values.js'

export interface Surroundings extends Pick<ServiceSurroundings, 'from' | 'to' | 'home' | 'exists' | 'env'> {
  readonly catalogue: readonly Pick<Component, 'name' | 'ports'>[]
  /** Of each service, the variables of its files. */
  readonly fromFiles: ReadonlyMap<string, Readonly<Record<string, string>>>
  /** How a program in that folder is started, where it can be seen. */
  readonly programIn: (folder: string) => Readonly<Record<string, string>> | undefined
}

export interface Taken {
  /** In the Compose file. */
  readonly name: string
  /** In the lab. */
  readonly as: string
  readonly kind: 'component' | 'image' | 'program'
  readonly because: string
}

export interface Remark {
  readonly about: string
  readonly because: string
}

export interface Translation {
  readonly lab: Readonly<Record<string, unknown>>
  readonly taken: readonly Taken[]
  readonly notCarried: readonly Remark[]
  /** `service.VARIABLE` of those whose values nobody else should read. */
  readonly secrets: readonly string[]
}

interface Plan extends Taken {
  readonly node: TreeNode
  readonly image: string
}

/** A Compose file as a lab. Pure: what lies on disk is looked up by the caller. */
export function translateCompose(tree: TreeNode, around: Surroundings): Translation {
  const notCarried: Remark[] = topLevel(tree)
  const plans = planned(tree, around, notCarried)
  const names = new Map(plans.map(({name, as}) => [name, as]))
  const components: Record<string, unknown> = {}
  const services: Record<string, unknown> = {}
  const topics: Record<string, number> = {}
  for (const plan of plans) {
    const made = entryOf(plan, {...around, names, declared: valueAt(tree, 'volumes')})
    if (plan.kind === 'component') components[plan.as] = made.entry
    else services[plan.as] = made.entry
    Object.assign(topics, made.topics)
    for (const because of made.problems) notCarried.push({about: plan.name, because})
    notCarried.push(...renamed(plan, made, plans))
  }
  return {
    lab: {version: 1, ...filled({components, services, topics})},
    taken: plans.map(({name, as, kind, because}) => ({name, as, kind, because})),
    notCarried,
    secrets: Object.entries(services).flatMap(([name, entry]) => secretsOf(name, entry)),
  }
}

function planned(tree: TreeNode, around: Surroundings, notCarried: Remark[]): Plan[] {
  const plans: Plan[] = []
  for (const [name, node] of entriesOf(valueAt(tree, 'services'))) {
    const plan = planFor(name, node, around)
    const isTwice = typeof plan !== 'string' && plans.some(({as}) => as === plan.as)
    if (typeof plan === 'string') notCarried.push({about: name, because: plan})
    else if (isTwice) notCarried.push({about: name, because: `a lab has one ${plan.as}, and it has it already`})
    else plans.push(plan)
  }
  return plans
}

/** What a service becomes, or why it becomes nothing. */
function planFor(name: string, node: TreeNode, {catalogue, programIn}: Surroundings): Plan | string {
  if (valueAt(node, 'extends') !== undefined)
    return 'extends: what it extends is not looked up; write the file out first: docker compose config'
  if (valueAt(node, 'profiles') !== undefined) return 'profiles: Compose does not start it by itself either'
  if (!isName(name)) return 'its name is none that a lab can have'
  const written = textAt(node, 'image')
  const component = written === undefined ? undefined : componentFor(written, catalogue)
  if (written !== undefined && component !== undefined) {
    const because = `${written} is what msa's own ${component.name} stands for; its version is msa's`
    return {name, as: component.name, kind: 'component', because, node, image: written}
  }
  if (written !== undefined) return {name, as: name, kind: 'image', ...imageOf(written, node), node}
  const folder = textAt(node, 'build', 'context') ?? textAt(node, 'build')
  if (folder === undefined) return 'it has neither image nor build'
  const program = programIn(folder)
  return program === undefined
    ? `build: a lab builds no images; build it yourself and name it by image, or give its program: command, npm, maven, gradle or jar with path: ${folder}`
    : {name, as: name, kind: 'program', because: `a program in ${folder}, run as a process`, node, image: ''}
}

function imageOf(written: string, node: TreeNode): {readonly image: string; readonly because: string} {
  const hasTag = /:[^/]+$|@/.test(written)
  const own = valueAt(node, 'build') === undefined ? '' : '; msa does not build it: docker compose build'
  return {
    image: hasTag ? written : `${written}:latest`,
    because: `an image of your own${hasTag ? '' : ', by its tag latest'}${own}`,
  }
}

function entryOf(
  {name, as, kind, node, image}: Plan,
  around: Surroundings & Pick<ServiceSurroundings, 'names' | 'declared'>,
): Entry {
  const component = around.catalogue.find(one => one.name === as)
  if (kind === 'component' && component !== undefined) return componentEntry(node, component)
  const fromFiles = around.fromFiles.get(name) ?? {}
  const made = serviceEntry(node, image, {...around, service: as, fromFiles})
  if (kind === 'image') return made
  return programEntry(made, node, around)
}

/** Outside a container there is one port, no volume, and another command. */
function programEntry({entry, problems}: Entry, node: TreeNode, {programIn}: Surroundings): Entry {
  const folder = textAt(node, 'build', 'context') ?? textAt(node, 'build') ?? '.'
  const {image: _, args, volumes, port, ports, health: __, ...rest} = entry
  const [machine = 'auto'] = String(port ?? Object.values((ports as Record<string, string>) ?? {})[0] ?? '').split(':')
  const hasPort = port !== undefined || ports !== undefined
  return {
    entry: {
      ...programIn(folder),
      ...(hasPort ? {port: machine === 'auto' ? 'auto' : Number(machine)} : {}),
      ...rest,
    },
    topics: {},
    problems: [
      ...problems.filter(problem => !problem.startsWith('healthcheck')),
      ...(args === undefined ? [] : ['command: it is run by its build tool']),
      ...(volumes === undefined ? [] : ['volumes: a process sees the folders of this machine']),
      ...(ports === undefined ? [] : ['ports: only the first; a process listens where SERVER_PORT or PORT says']),
    ],
  }
}

/** Whoever names a service by its old name looks for it in vain. Only the variables are told, never their values. */
function renamed({name}: Plan, {entry}: Entry, plans: readonly Plan[]): Remark[] {
  const env = Object.entries((entry.env ?? {}) as Record<string, string>)
  return plans
    .filter(other => other.as !== other.name)
    .flatMap(other => {
      const word = new RegExp(`(^|[^\\w.-])${other.name.replaceAll(/[.*+?^$()|[\]{}\\]/g, '\\$&')}($|[^\\w-])`)
      const variables = env.filter(([, value]) => word.test(value)).map(([variable]) => variable)
      return variables.length === 0
        ? []
        : [
            {
              about: name,
              because: `${variables.join(', ')}: names ${other.name}, which is ${other.as} in the lab; change it`,
            },
          ]
    })
}

function secretsOf(service: string, entry: unknown): string[] {
  const {env = {}} = entry as {env?: Record<string, string>}
  return Object.keys(env)
    .filter(isSecretVariable)
    .map(variable => `${service}.${variable}`)
}

function topLevel(tree: TreeNode): Remark[] {
  const known = new Set(['version', 'services', 'volumes', 'name'])
  const reasons: Readonly<Record<string, string>> = {
    include: 'other files are not read; write the file out first: docker compose config',
    networks: 'a lab has one network, on which all reach each other by name',
  }
  return entriesOf(tree)
    .filter(([key]) => !known.has(key) && !key.startsWith('x-'))
    .map(([key]) => ({about: key, because: reasons[key] ?? 'the lab file has nothing for it'}))
}

function filled(parts: Readonly<Record<string, Record<string, unknown>>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => Object.keys(part).length > 0))
}
