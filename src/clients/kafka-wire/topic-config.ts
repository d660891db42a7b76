import type {Api, BrokerConnection} from './broker-connection.js'
import type {TopicOutcome} from './topic-admin.js'
import type {WireReader} from './wire-reader.js'

export interface ConfigEntry {
  readonly name: string
  readonly value: string | undefined
  readonly source: ConfigSource
}

/** `topic`: set on the topic itself; `broker`: the broker's file or a setting of the cluster; `default`: Kafka's own. */
export type ConfigSource = 'topic' | 'broker' | 'default'

/** A new value, or null for "back to the default". */
export type ConfigChange = readonly [name: string, value: string | null]

const DESCRIBE_CONFIGS: Api = {name: 'DescribeConfigs', key: 32, version: 1}
const INCREMENTAL_ALTER_CONFIGS: Api = {name: 'IncrementalAlterConfigs', key: 44, version: 0}
const TOPIC_RESOURCE = 2
const SET = 0
const DELETE = 1
const TOPIC_SOURCE = 1
const DEFAULT_SOURCE = 5

export async function describeTopicConfig(
  connection: BrokerConnection,
  topics: readonly string[],
): Promise<Map<string, ConfigEntry[]>> {
  const answer = await connection.request(DESCRIBE_CONFIGS, body => {
    body.array(topics, topic => body.int8(TOPIC_RESOURCE).string(topic).int32(-1)).boolean(false)
  })
  answer.int32()
  return new Map(
    answer.array(reader => {
      reader.int16()
      reader.nullableString()
      reader.int8()
      return [reader.string(), reader.array(readEntry)] as const
    }),
  )
}

function readEntry(reader: WireReader): ConfigEntry {
  const [name, value] = [reader.string(), reader.nullableString()]
  reader.boolean()
  const source = reader.int8()
  const isSensitive = reader.boolean()
  reader.array(synonym => [synonym.string(), synonym.nullableString(), synonym.int8()])
  return {name, value: isSensitive ? undefined : value, source: sourceOf(source)}
}

function sourceOf(code: number): ConfigSource {
  if (code === TOPIC_SOURCE) return 'topic'
  return code === DEFAULT_SOURCE ? 'default' : 'broker'
}

/** Changes what is named and nothing else (the older AlterConfigs would put every other setting back to its default). */
export async function alterTopicConfig(
  connection: BrokerConnection,
  topic: string,
  changes: readonly ConfigChange[],
  validateOnly: boolean,
): Promise<TopicOutcome[]> {
  const answer = await connection.request(INCREMENTAL_ALTER_CONFIGS, body => {
    body.int32(1).int8(TOPIC_RESOURCE).string(topic)
    body.array(changes, ([name, value]) => {
      body
        .string(name)
        .int8(value === null ? DELETE : SET)
        .nullableString(value ?? undefined)
    })
    body.boolean(validateOnly)
  })
  answer.int32()
  return answer.array(reader => {
    const [errorCode, message] = [reader.int16(), reader.nullableString()]
    reader.int8()
    return {topic: reader.string(), errorCode, message}
  })
}
