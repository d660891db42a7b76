import {setTimeout as sleep} from 'node:timers/promises'
import {type Api, type BrokerAddress, BrokerConnection} from './kafka-wire/broker-connection.js'
import {fetchMetadata} from './kafka-wire/metadata.js'
import type {WireReader} from './kafka-wire/wire-reader.js'

const describeGroups: Api = {name: 'DescribeGroups', key: 15, version: 0}
const leaveGroup: Api = {name: 'LeaveGroup', key: 13, version: 0}
/** The coordinator of a broker that has just started still reads its groups: load in progress, not available, not coordinator. */
const notYet = new Set([14, 15, 16])
const retryMs = 50
const giveUpAfterMs = 3_000

/**
 * Signs the members of a group off whose processes are known to be dead, so that a new one does not wait for their session to time out.
 * A courtesy that saves seconds: a coordinator that gives no answer in time is left alone.
 */
export async function removeGroupMembers(at: BrokerAddress, group: string, signal: AbortSignal): Promise<void> {
  const connection = await BrokerConnection.open(at)
  try {
    if (!(await hasGroups(connection))) return
    for (const member of await membersOf(connection, group, signal))
      await connection.request(leaveGroup, body => body.string(group).string(member))
  } finally {
    connection.close()
  }
}

/** A broker that never had a group has no coordinator: asking for one would make it create its topic first. */
async function hasGroups(connection: BrokerConnection): Promise<boolean> {
  const {topics} = await fetchMetadata(connection, ['__consumer_offsets'])
  return topics.some(topic => topic.errorCode === 0)
}

async function membersOf(connection: BrokerConnection, group: string, signal: AbortSignal): Promise<string[]> {
  const deadline = performance.now() + giveUpAfterMs
  while (performance.now() < deadline && !signal.aborted) {
    const answer = await connection.request(describeGroups, body => body.array([group], name => body.string(name)))
    const [described] = answer.array(readGroup)
    if (described === undefined || !notYet.has(described.errorCode)) return described?.members ?? []
    await sleep(retryMs)
  }
  return []
}

function readGroup(reader: WireReader): {errorCode: number; members: string[]} {
  const errorCode = reader.int16()
  for (const _ of ['group', 'state', 'protocol type', 'protocol']) reader.string()
  return {errorCode, members: reader.array(readMember)}
}

function readMember(reader: WireReader): string {
  const member = reader.string()
  for (const _ of ['client id', 'client host']) reader.string()
  for (const _ of ['metadata', 'assignment']) reader.skip(reader.int32())
  return member
}
