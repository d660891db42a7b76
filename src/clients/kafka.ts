import type {Admin, GroupDescription, MemberAssignment} from 'kafkajs'
import {MsaError, reasonOf} from '../errors.js'
import {type BrokerAddress, brokerLost} from './kafka-wire/broker-connection.js'

/** Consumer groups by kafkajs: its import costs more than a whole `topic list`, so records and topics go over `kafka-wire/`. */
export interface GroupFacts {
  readonly group: string
  readonly state: string
  readonly members: readonly GroupMember[]
}

export interface GroupMember {
  readonly id: string
  readonly clientId: string
  readonly host: string
  readonly assigned: readonly {readonly topic: string; readonly partitions: readonly number[]}[]
}

export async function describeGroups(
  brokers: readonly BrokerAddress[],
  names?: readonly string[],
): Promise<GroupFacts[]> {
  return withAdmin(brokers, async (admin, decode) => {
    const groups = names ?? (await admin.listGroups()).groups.map(({groupId}) => groupId)
    if (groups.length === 0) return []
    const described = await admin.describeGroups([...groups])
    return described.groups.map(group => factsOf(group, decode))
  })
}

export async function deleteGroups(brokers: readonly BrokerAddress[], groups: readonly string[]): Promise<void> {
  await withAdmin(brokers, admin => admin.deleteGroups([...groups]))
}

type Decode = (assignment: Buffer) => MemberAssignment | null

/** As for topics; kafkajs itself would wait for half a minute. */
const REQUEST_TIMEOUT_MS = 10_000

async function withAdmin<Result>(
  brokers: readonly BrokerAddress[],
  work: (admin: Admin, decode: Decode) => Promise<Result>,
): Promise<Result> {
  const {AssignerProtocol, Kafka, logLevel} = (await import('kafkajs')).default
  const kafka = new Kafka({
    clientId: 'msa',
    brokers: brokers.map(({host, port}) => `${host}:${port}`),
    logLevel: logLevel.NOTHING,
    connectionTimeout: 3_000,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retry: {retries: 2, initialRetryTime: 100},
  })
  const admin = kafka.admin()
  try {
    await admin.connect()
    return await work(admin, assignment => AssignerProtocol.MemberAssignment.decode(assignment))
  } catch (error) {
    throw asGroupError(error, brokers)
  } finally {
    await admin.disconnect()
  }
}

function factsOf({groupId, state, members, protocolType}: GroupDescription, decode: Decode): GroupFacts {
  // Connect's workers are a group, too, with assignments of another shape.
  const isOfConsumers = protocolType === 'consumer'
  return {
    group: groupId,
    state,
    members: members.map(({memberId, clientId, clientHost, memberAssignment}) => {
      const isAssigned = isOfConsumers && memberAssignment.length > 0
      const assignment = isAssigned ? decode(memberAssignment)?.assignment : undefined
      const assigned = Object.entries(assignment ?? {}).map(([topic, partitions]) => ({topic, partitions}))
      return {id: memberId, clientId, host: clientHost.replace(/^\//, ''), assigned}
    }),
  }
}

/** kafkajs has the broker's words; for deleted groups they stand one level deeper. */
function asGroupError(error: unknown, [broker]: readonly BrokerAddress[]): MsaError {
  if (error instanceof MsaError) return error
  if (broker !== undefined && isLost(error)) return brokerLost(broker, reasonOf(error), error)
  const groups = error instanceof Error && 'groups' in error && Array.isArray(error.groups) ? error.groups : []
  const details = groups.flatMap(({groupId, error: why}) => (why ? [`${groupId}: ${reasonOf(why)}`] : []))
  return new MsaError('E_FAILED', `Kafka: ${reasonOf(error)}`, {
    details,
    tryThis: ['See whether the lab runs: msa status', 'msa group list'],
    cause: error,
  })
}

/** A broker that took the connection and never answered is only "not connected" in kafkajs's words. */
function isLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return (
    /Connection|BrokerNotFound|NumberOfRetries|RequestTimeout/.test(error.name) || /not connected/.test(error.message)
  )
}
