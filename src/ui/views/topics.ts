import type {AlteredTopic} from '../../topics/alter-topic.js'
import type {CreatedTopic} from '../../topics/create-topics.js'
import type {DeletedTopic} from '../../topics/delete-topics.js'
import type {TopicDescription} from '../../topics/describe-topics.js'
import type {PartitionFacts, TopicFacts} from '../../topics/topic-facts.js'
import {escapeLine} from '../escape.js'
import {type Column, table} from '../table.js'
import {bytesText, countText} from '../units.js'

const LIST: readonly Column<TopicFacts>[] = [
  {title: 'topic', value: topic => topic.topic},
  {title: 'partitions', value: topic => topic.partitions.length, align: 'right'},
  {title: 'replicas', value: topic => topic.replicationFactor, align: 'right'},
  {title: 'records', value: topic => topic.records, align: 'right'},
  {title: 'size', value: topic => bytesText(topic.bytes), align: 'right'},
]

export function topicListView(topics: readonly TopicFacts[]): string {
  return topics.length === 0 ? 'no topics yet; make one: msa topic create orders\n' : table(topics, LIST)
}

const PARTITIONS: readonly Column<PartitionFacts>[] = [
  {title: 'partition', value: partition => partition.partition, align: 'right'},
  {title: 'leader', value: ({leader}) => (leader < 0 ? 'none' : leader), align: 'right'},
  {title: 'replicas', value: partition => partition.replicas.join(',')},
  {title: 'in sync', value: partition => partition.inSyncReplicas.join(',')},
  {title: 'from', value: partition => partition.beginning, align: 'right'},
  {title: 'end', value: partition => partition.end, align: 'right'},
  {title: 'size', value: partition => bytesText(partition.bytes), align: 'right'},
]

export function topicDescriptionView(topics: readonly TopicDescription[]): string {
  return topics.map(describeOne).join('\n')
}

function describeOne(topic: TopicDescription): string {
  const replicas = countText(topic.replicationFactor, 'replica')
  const title = `${escapeLine(topic.topic)}: ${countText(topic.partitions.length, 'partition')}, ${replicas}, ${countText(topic.records, 'record')}, ${bytesText(topic.bytes)}\n`
  const config = topic.config.map(entry => {
    const source = entry.source === 'topic' ? '' : ` (${entry.source === 'default' ? 'default' : "the broker's"})`
    return `  ${escapeLine(`${entry.name}=${entry.value ?? '******'}`)}${source}\n`
  })
  return `${title}${config.join('')}${table(topic.partitions, PARTITIONS)}`
}

export function createdTopicsView(topics: readonly CreatedTopic[]): string {
  return topics
    .map(({topic, action, partitions, replicationFactor}) => {
      const shape = `${countText(partitions, 'partition')}, ${countText(replicationFactor, 'replica')}`
      return `${escapeLine(topic)} ${action === 'exists' ? 'is there already' : action}: ${shape}\n`
    })
    .join('')
}

export function alteredTopicView({topic, dryRun, changes}: AlteredTopic): string {
  if (changes.length === 0) return `${escapeLine(topic)}: nothing to change\n`
  const verb = dryRun ? ' (not done: --dry-run)' : ''
  return changes.map(({what, from, to}) => `${escapeLine(`${topic}: ${what} ${from} → ${to}`)}${verb}\n`).join('')
}

export function deletedTopicsView(topics: readonly DeletedTopic[]): string {
  if (topics.length === 0) return 'nothing to delete\n'
  return topics.map(({topic, action}) => `${escapeLine(topic)} ${action}\n`).join('')
}
