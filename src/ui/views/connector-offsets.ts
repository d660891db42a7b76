import type {ConnectorOffsets} from '../../connectors/connector-offsets.js'
import {escapeLine} from '../escape.js'

/** A sink's are partitions of topics, a source's whatever it counts by. */
export function offsetsView({name, offsets}: ConnectorOffsets): string {
  if (offsets.length === 0) return `${escapeLine(name)}: nothing read yet\n`
  return offsets
    .map(({partition, offset}) => `${escapeLine(`${textOf(partition)}: ${offset === null ? '-' : textOf(offset)}`)}\n`)
    .join('')
}

function textOf(parts: Readonly<Record<string, unknown>>): string {
  const {kafka_topic: topic, kafka_partition: partition, kafka_offset: offset} = parts
  if (topic !== undefined) return `${topic}[${partition}]`
  if (offset !== undefined) return String(offset)
  return Object.entries(parts)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ')
}
