import type {Api, BrokerConnection} from './broker-connection.js'
import type {TopicPartition} from './list-offsets.js'

export interface ReplicaSize extends TopicPartition {
  readonly bytes: number
}

const DESCRIBE_LOG_DIRS: Api = {name: 'DescribeLogDirs', key: 35, version: 1}

/** Bytes on disk of every replica that this broker holds. */
export async function replicaSizes(connection: BrokerConnection): Promise<ReplicaSize[]> {
  const answer = await connection.request(DESCRIBE_LOG_DIRS, body => body.int32(-1))
  answer.int32()
  const folders = answer.array(folder => {
    folder.int16()
    folder.string()
    return folder.array(topics => {
      const topic = topics.string()
      return topics.array(reader => {
        const [partition, bytes] = [reader.int32(), reader.int64()]
        reader.int64()
        reader.boolean()
        return {topic, partition, bytes}
      })
    })
  })
  return folders.flat(2)
}
