import type {Api, BrokerConnection} from './broker-connection.js'
import type {WireReader} from './wire-reader.js'

export interface ClusterMetadata {
  readonly clusterId: string | undefined
  readonly controllerId: number
  readonly brokers: readonly BrokerMetadata[]
  readonly topics: readonly TopicMetadata[]
}

export interface BrokerMetadata {
  readonly id: number
  readonly host: string
  readonly port: number
}

export interface TopicMetadata {
  readonly name: string
  readonly errorCode: number
  readonly isInternal: boolean
  readonly partitions: readonly PartitionMetadata[]
}

export interface PartitionMetadata {
  readonly partition: number
  readonly errorCode: number
  readonly leader: number
  readonly replicas: readonly number[]
  readonly inSyncReplicas: readonly number[]
}

const METADATA: Api = {name: 'Metadata', key: 3, version: 5}

/** Of the named topics, or of all. Asks the broker never to create what is missing. */
export async function fetchMetadata(
  connection: BrokerConnection,
  topics?: readonly string[],
): Promise<ClusterMetadata> {
  const answer = await connection.request(METADATA, body => {
    if (topics === undefined) body.int32(-1)
    else body.array(topics, name => body.string(name))
    body.boolean(false)
  })
  answer.int32()
  const brokers = answer.array(readBroker)
  const clusterId = answer.nullableString()
  const controllerId = answer.int32()
  return {clusterId, controllerId, brokers, topics: answer.array(readTopic)}
}

function readBroker(reader: WireReader): BrokerMetadata {
  const broker = {id: reader.int32(), host: reader.string(), port: reader.int32()}
  reader.nullableString()
  return broker
}

function readTopic(reader: WireReader): TopicMetadata {
  return {
    errorCode: reader.int16(),
    name: reader.string(),
    isInternal: reader.boolean(),
    partitions: reader.array(readPartition).sort((a, b) => a.partition - b.partition),
  }
}

function readPartition(reader: WireReader): PartitionMetadata {
  const partition = {
    errorCode: reader.int16(),
    partition: reader.int32(),
    leader: reader.int32(),
    replicas: reader.int32Array(),
    inSyncReplicas: reader.int32Array(),
  }
  reader.int32Array()
  return partition
}
