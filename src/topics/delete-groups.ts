import type {BrokerAddress} from '../clients/kafka-wire/broker-connection.js'
import {missingGroup} from './group-facts.js'

export interface DeletedGroup {
  readonly group: string
  readonly action: 'deleted' | 'would be deleted'
}

/** Deletes groups with what they have committed. `approve` throws when the answer is no. */
export async function deleteGroups(
  brokers: readonly BrokerAddress[],
  names: readonly string[],
  dryRun: boolean,
  approve: (what: string) => Promise<void>,
): Promise<DeletedGroup[]> {
  const kafka = await import('../clients/kafka.js')
  const all = await kafka.describeGroups(brokers)
  const missing = names.find(name => !all.some(({group}) => group === name))
  if (missing !== undefined) throw missingGroup(missing, all)
  if (dryRun) return names.map(group => ({group, action: 'would be deleted'}))
  await approve(names.length === 1 ? `consumer group ${names[0]}` : `the consumer groups ${names.join(', ')}`)
  await kafka.deleteGroups(brokers, names)
  return names.map(group => ({group, action: 'deleted'}))
}
