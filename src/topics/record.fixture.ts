import type {TopicRecord} from './record.js'

export function record(parts: Partial<Omit<TopicRecord, 'key' | 'value'>> & {key?: unknown; value?: unknown} = {}) {
  const {key = null, value = null, ...rest} = parts
  return {
    topic: 'orders',
    partition: 0,
    offset: 7,
    timestampMs: 1_764_000_000_000,
    headers: [],
    ...rest,
    key: bytesOf(key),
    value: bytesOf(value),
  } satisfies TopicRecord
}

/** Text as it is, bytes as they are, everything else as JSON. */
function bytesOf(content: unknown): Buffer | null {
  if (content === null) return null
  if (Buffer.isBuffer(content)) return content
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))
}
