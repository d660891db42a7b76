import type {Catalogue} from '../lab.js'
import {type PresetName, presetNames, presets} from '../presets.js'
import {byKind, dictionary, listOf, mapped, mapping, mappingOf, namesFor, placed, shortFor} from './collections.js'
import {componentShape} from './component-shape.js'
import {serviceShape} from './service-shape.js'
import {integer, oneOf, type Shape} from './shape.js'
import {labName, nameRule, path, pinnedPort, runtime, settings, topicName} from './values.js'

/** The whole lab file: what may stand in it, in the order of its manual page. */
export function labShape(catalogue: Catalogue) {
  return mapping('"key: value" lines', {
    version: {
      shape: integer(1, 1, '1, the newest that this msa knows'),
      summary: 'Version of this file’s format',
      required: true,
    },
    name: {shape: labName, summary: 'The lab’s name; without it the name of its folder'},
    use: {shape: presetShape(), summary: presetSummary(), alsoKnownAs: ['preset', 'presets', 'stacks', 'profiles']},
    runtime: {
      shape: runtime,
      summary:
        'Where everything runs: local (processes), docker, or auto (default): local where the program is found, else docker',
    },
    durability: {
      shape: oneOf(['lab', 'full']),
      summary:
        'lab (default): faster, and may lose the last moments when the power fails; full: the servers’ own settings',
    },
    portOffset: {shape: placed(integer(0, 60_000)), summary: 'Added to every port that this file does not set itself'},
    ports: {shape: portsShape(catalogue), summary: 'Ports by component (kafka: 19092) or by component and port name'},
    components: {
      shape: componentsShape(catalogue),
      summary: 'What msa brings along: a list of names, or a mapping name: settings',
    },
    services: {
      shape: dictionary('a mapping name: service', nameRule, serviceShape),
      summary: 'Your own programs. One with the name of a component takes its place',
      alsoKnownAs: ['processes', 'apps', 'applications'],
    },
    topics: {
      shape: topicsShape(),
      summary: 'Kafka topics that are there after msa up: a list of names, or a mapping name: partitions',
    },
    connectors: {
      shape: byKind('a path, or a list of paths', {
        text: mapped(placed(path), one => [one]),
        list: listOf('a list of paths', placed(path)),
      }),
      summary: 'Connectors that are registered by msa up: configuration files, or folders of them',
    },
    config: {shape: configShape(), summary: 'The config server: its folder of YAML files, or a mapping'},
  })
}
export type LabDraft = NonNullable<ReturnType<ReturnType<typeof labShape>['read']>>

function presetShape(): Shape<readonly PresetName[]> {
  const preset = oneOf(presetNames)
  return byKind(`${preset.expected}, or a list of them`, {
    text: mapped(preset, one => [one]),
    list: listOf('a list of presets', preset),
  })
}

function presetSummary(): string {
  return `Parts that belong together. ${presetNames.map(name => `${name}: ${presets[name].summary}`).join('; ')}`
}

function portsShape(catalogue: Catalogue) {
  const targets = catalogue.flatMap(({name, ports}) => [name, ...Object.keys(ports).map(key => `${name}.${key}`)])
  const fields = targets.map(target => [target, {shape: pinnedPort, summary: `Port of ${target}`}] as const)
  return mapping('a mapping COMPONENT: PORT', Object.fromEntries(fields))
}

function componentsShape(catalogue: Catalogue) {
  const fields = catalogue.map(
    entry => [entry.name, {shape: placed(componentShape(entry)), summary: entry.summary}] as const,
  )
  const long = mapping('a mapping name: settings', Object.fromEntries(fields))
  return byKind('a list of names, or a mapping name: settings', {
    mapping: long,
    list: namesFor('a list of names', long),
  })
}

function topicsShape() {
  const partitions = integer(1, 1000)
  const topic = mapping('a mapping', {
    partitions: {shape: partitions, summary: 'How many partitions; without it 1'},
    config: {shape: settings, summary: 'Topic settings such as retention.ms', alsoKnownAs: ['settings', 'configs']},
  })
  const long = dictionary(
    'a mapping name: partitions',
    topicName,
    byKind('a number of partitions, or a mapping', {
      number: shortFor(topic, partitions.schema, node => mappingOf(node, 'partitions')),
      nothing: shortFor(topic, {type: 'null'}, node => mappingOf(node)),
      mapping: topic,
    }),
  )
  return byKind('a list of names, or a mapping name: partitions', {
    mapping: long,
    list: namesFor('a list of names', long),
  })
}

function configShape() {
  const long = mapping('a mapping', {
    repository: {
      shape: placed(path),
      summary: 'Folder of the config server’s YAML files, within the lab’s folder',
      alsoKnownAs: ['repo', 'folder', 'path'],
    },
    keyFile: {
      shape: placed(path),
      summary: 'File with the symmetric key; without it the course’s key',
      alsoKnownAs: ['key'],
    },
  })
  return byKind('a folder, or a mapping', {
    text: shortFor(long, {type: 'string'}, node => mappingOf(node, 'repository')),
    mapping: long,
  })
}
