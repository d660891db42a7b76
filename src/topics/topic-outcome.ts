import {describeKafkaCode} from '../clients/kafka-wire/error-codes.js'
import type {TopicOutcome} from '../clients/kafka-wire/topic-admin.js'
import {MsaError} from '../errors.js'

/** Throws for the first topic that the broker refused, with its own words. */
export function requireDone(what: string, outcomes: readonly TopicOutcome[]): void {
  const failed = outcomes.find(outcome => outcome.errorCode !== 0)
  if (failed === undefined) return
  const code = describeKafkaCode(failed.errorCode)
  throw new MsaError('E_FAILED', `cannot ${what} ${failed.topic}`, {
    details: failed.message === undefined ? [code] : [failed.message, code],
    tryThis: ['See what a topic can be set to: msa topic describe TOPIC --all', 'msa logs kafka --tail 20'],
  })
}
