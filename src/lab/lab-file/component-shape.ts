import type {CatalogueEntry} from '../lab.js'
import {byKind, dictionary, mapped, mapping, mappingOf, namesFor, placed, shortFor} from './collections.js'
import {constant, yesOrNo} from './shape.js'
import {
  condition,
  duration,
  env,
  image,
  instances,
  memory,
  nameRule,
  path,
  pinnedPort,
  restart,
  runtime,
  settings,
} from './values.js'

const conditionOrMapping = byKind(condition.expected, {
  text: condition,
  nothing: constant('ready' as const),
  mapping: mapped(
    mapping('a mapping', {condition: {shape: condition, summary: 'Until when', required: true}}),
    ({condition: when = 'ready' as const}) => when,
  ),
})
const conditions = dictionary('a mapping name: condition', nameRule, conditionOrMapping)
/** `[kafka, mariadb]`, or `{kafka: started}`, or as docker compose has it `{kafka: {condition: started}}`. */
const dependsOn = byKind('a list of names, or a mapping name: condition', {
  list: namesFor('a list of names', conditions),
  mapping: conditions,
})

/** What components and services have in common. */
export const commonFields = {
  runtime: {shape: runtime, summary: 'Where it runs: local (a process), docker, or auto'},
  env: {shape: env, summary: 'Environment variables', alsoKnownAs: ['environment', 'variables']},
  instances: {shape: placed(instances), summary: 'How many of it', alsoKnownAs: ['replicas', 'scale']},
  memory: {shape: memory, summary: 'Most memory it may take, such as 512m', alsoKnownAs: ['mem_limit', 'heap']},
  restart: {shape: restart, summary: 'What happens when it ends by itself', alsoKnownAs: ['restartPolicy']},
  stopGrace: {
    shape: duration,
    summary: 'How long it may take to stop before it is ended by force',
    alsoKnownAs: ['stop_grace_period', 'terminationGracePeriodSeconds'],
  },
  dependsOn: {
    shape: dependsOn,
    summary: 'What it waits for, and until when: started, ready (default) or completed',
    alsoKnownAs: ['depends_on', 'needs', 'after'],
  },
} as const

/** One of msa's components: `kafka: {port: 19092}`, `kafka: true`, or just `kafka:`. */
export function componentShape({ports}: CatalogueEntry) {
  const portNames = Object.keys(ports)
  const portFields = portNames.map(name => [name, {shape: pinnedPort, summary: `Default: ${ports[name]}`}] as const)
  const long = mapping('its settings', {
    enabled: {shape: yesOrNo, summary: 'false leaves it out', alsoKnownAs: ['disabled']},
    port: {shape: pinnedPort, summary: `Its main port (${portNames[0] ?? 'none'})`, alsoKnownAs: ['hostPort']},
    ports: {
      shape: mapping('a mapping name: port', Object.fromEntries(portFields)),
      summary: `Its ports by name: ${portNames.join(', ')}`,
    },
    ...commonFields,
    settings: {
      shape: settings,
      summary: 'Handed to its own configuration as they stand',
      alsoKnownAs: ['config', 'properties', 'configuration'],
    },
    path: {shape: placed(path), summary: 'The program to run instead of the one found', alsoKnownAs: ['command']},
    image: {shape: image, summary: 'The image to run instead of the pinned one'},
  })
  return byKind('its settings, true, false, or nothing', {
    mapping: long,
    boolean: shortFor(long, {type: 'boolean'}, node => mappingOf(node, 'enabled')),
    nothing: shortFor(long, {type: 'null'}, node => mappingOf(node)),
  })
}
export type ComponentDraft = NonNullable<ReturnType<ReturnType<typeof componentShape>['read']>>
