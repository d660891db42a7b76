/** What a broker's error code says (`org.apache.kafka.common.protocol.Errors`), as far as msa's requests can meet it. */
const KNOWN: Readonly<Record<number, readonly [name: string, meaning: string]>> = {
  [-1]: ['UNKNOWN_SERVER_ERROR', 'the broker failed; its log says why'],
  1: ['OFFSET_OUT_OF_RANGE', 'the offset is outside what the partition holds'],
  2: ['CORRUPT_MESSAGE', 'the record batch is damaged'],
  3: ['UNKNOWN_TOPIC_OR_PARTITION', 'there is no such topic or partition'],
  5: ['LEADER_NOT_AVAILABLE', 'the partition has no leader at the moment'],
  6: ['NOT_LEADER_OR_FOLLOWER', 'another broker leads the partition now'],
  7: ['REQUEST_TIMED_OUT', 'the broker did not finish in time'],
  9: ['REPLICA_NOT_AVAILABLE', 'the replica is not available'],
  10: ['MESSAGE_TOO_LARGE', "the record is larger than the topic's max.message.bytes"],
  14: ['COORDINATOR_LOAD_IN_PROGRESS', "the group's coordinator is still loading"],
  15: ['COORDINATOR_NOT_AVAILABLE', "the group's coordinator is not available"],
  16: ['NOT_COORDINATOR', 'another broker coordinates the group now'],
  17: ['INVALID_TOPIC_EXCEPTION', 'the topic name is not allowed'],
  19: ['NOT_ENOUGH_REPLICAS', 'fewer replicas are in sync than min.insync.replicas asks for'],
  20: ['NOT_ENOUGH_REPLICAS_AFTER_APPEND', 'written, but to fewer replicas than min.insync.replicas asks for'],
  22: ['ILLEGAL_GENERATION', "the group's generation is another"],
  24: ['INVALID_GROUP_ID', 'the group name is not allowed'],
  25: ['UNKNOWN_MEMBER_ID', 'the group has active members'],
  27: ['REBALANCE_IN_PROGRESS', 'the group is rebalancing'],
  29: ['TOPIC_AUTHORIZATION_FAILED', 'not allowed on this topic'],
  30: ['GROUP_AUTHORIZATION_FAILED', 'not allowed on this group'],
  35: ['UNSUPPORTED_VERSION', 'the broker does not know this version of the request'],
  38: ['INVALID_REPLICATION_FACTOR', 'fewer brokers than replicas'],
  40: ['INVALID_CONFIG', 'the configuration is not valid'],
  41: ['NOT_CONTROLLER', 'another broker is the controller now'],
  42: ['INVALID_REQUEST', 'the broker refused the request'],
  56: ['KAFKA_STORAGE_ERROR', "the broker's disk failed"],
  68: ['NON_EMPTY_GROUP', 'the group has active members'],
  69: ['GROUP_ID_NOT_FOUND', 'there is no such group'],
  74: ['FENCED_LEADER_EPOCH', 'the partition has a newer leader'],
  75: ['UNKNOWN_LEADER_EPOCH', 'the broker has not heard of the newest leader yet'],
  76: ['UNSUPPORTED_COMPRESSION_TYPE', 'this compression is not allowed in this version of the request'],
  87: ['INVALID_RECORD', 'the broker refused the record'],
}

export const KafkaCode = {
  none: 0,
  offsetOutOfRange: 1,
  unknownTopicOrPartition: 3,
  leaderNotAvailable: 5,
  messageTooLarge: 10,
  unknownMember: 25,
  nonEmptyGroup: 68,
  groupIdNotFound: 69,
  invalidRecord: 87,
} as const

/** `MESSAGE_TOO_LARGE: the record is larger than …` */
export function describeKafkaCode(code: number): string {
  const known = KNOWN[code]
  return known ? `${known[0]}: ${known[1]}` : `Kafka error ${code}`
}

const PASSING = new Set([5, 6, 7, 9, 14, 15, 16, 27, 41, 74, 75])

/** True for states that pass by themselves: ask again, perhaps another broker. */
export function isPassing(code: number): boolean {
  return PASSING.has(code)
}
