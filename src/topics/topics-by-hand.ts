import type {AlterRequest} from './alter-topic.js'
import type {HandCommand} from './by-hand.js'
import type {CreateRequest} from './create-topics.js'
import {isPattern} from './select-topics.js'

/** A call for each: the tool takes one name. */
export function createByHand(request: CreateRequest): HandCommand[] {
  const {topics, partitions, replicationFactor, config, ifNotExists} = request
  const options = [
    ...(partitions === undefined ? [] : ['--partitions', String(partitions)]),
    ...(replicationFactor === undefined ? [] : ['--replication-factor', String(replicationFactor)]),
    ...[...config].flatMap(([name, value]) => ['--config', `${name}=${value}`]),
    ...(ifNotExists ? ['--if-not-exists'] : []),
  ]
  return [...new Set(topics)].map(topic => ({tool: 'kafka-topics', words: ['--create', '--topic', topic, ...options]}))
}

/** Partitions and settings are the business of two tools. */
export function alterByHand({topic, partitions, changes}: AlterRequest): HandCommand[] {
  const set = changes.flatMap(([name, value]) => (value === null ? [] : [`${name}=${inBrackets(value)}`]))
  const unset = changes.flatMap(([name, value]) => (value === null ? [name] : []))
  const settings = [
    ...(set.length === 0 ? [] : ['--add-config', set.join(',')]),
    ...(unset.length === 0 ? [] : ['--delete-config', unset.join(',')]),
  ]
  return [
    ...(partitions === undefined
      ? []
      : [{tool: 'kafka-topics', words: ['--alter', '--topic', topic, '--partitions', String(partitions)]}]),
    ...(settings.length === 0
      ? []
      : [
          {
            tool: 'kafka-configs',
            words: ['--alter', '--entity-type', 'topics', '--entity-name', topic, ...settings],
          },
        ]),
  ]
}

/** The names that were found: a pattern would also take topics that came since, and Kafka's own. */
export function deleteByHand(topics: readonly string[]): HandCommand[] {
  return topics.map(topic => ({tool: 'kafka-topics', words: ['--delete', '--topic', topicRegex([topic])]}))
}

export function describeByHand(topics: readonly string[]): HandCommand {
  return {tool: 'kafka-topics', words: ['--describe', '--topic', topicRegex(topics), ...withoutInternal(topics)]}
}

export function listByHand(topics: readonly string[], internal: boolean): HandCommand {
  const all = internal ? [] : ['--exclude-internal']
  const words = topics.length === 0 ? all : ['--topic', topicRegex(topics), ...withoutInternal(topics)]
  return {tool: 'kafka-topics', words: ['--list', ...words]}
}

/** Names and patterns as the one regular expression, matched against the whole name, that Kafka's tools take. */
export function topicRegex(words: readonly string[]): string {
  return words.map(regexOf).join('|')
}

function regexOf(word: string): string {
  if (word.startsWith('^')) return word.includes('|') ? `.*(?:${word}).*` : word.replace(/(?<!\$)$/, '.*')
  return word.replaceAll(/[\\^$.|+()[\]{}*?]/g, sign => ({'*': '.*', '?': '.'})[sign] ?? `\\${sign}`)
}

/** msa's patterns leave out Kafka's own topics. */
function withoutInternal(words: readonly string[]): string[] {
  const meansInternal = words.some(word => /^\^?_/.test(word))
  return words.some(isPattern) && !meansInternal ? ['--exclude-internal'] : []
}

/** A comma would begin another setting. */
function inBrackets(value: string): string {
  return value.includes(',') ? `[${value}]` : value
}
