import {MsaError} from '../../errors.js'
import type {ProducePlan} from '../../topics/plan-produce.js'
import type {ProduceReport, RecordOutcome} from '../../topics/produce-request.js'
import {escapeLine} from '../escape.js'
import type {Terminal} from '../terminal.js'
import {bytesText, countText} from '../units.js'

const SHOWN_ERRORS = 10

export function produceView({topic, sent, bytes, seconds, partitions}: ProduceReport): string {
  const places = partitions.map(({partition, firstOffset, lastOffset}) => {
    return `[${partition}]@${firstOffset}${lastOffset === firstOffset ? '' : `–${lastOffset}`}`
  })
  const pace = sent > 1_000 && seconds > 0 ? `, ${Math.round(sent / seconds)} a second` : ''
  const amount = `${countText(sent, 'record')} (${bytesText(bytes)}) in ${seconds.toFixed(2)} s${pace}`
  return `${escapeLine(topic)}${places.join(' ')}: ${amount}\n`
}

export function producePlanView({topic, records, bytes, partitions, anywhere}: ProducePlan): string {
  const places = [
    ...partitions.map(({partition, records: count}) => `${count} to partition ${partition}`),
    ...(anywhere === 0 ? [] : [`${anywhere} without a key to any partition`]),
  ]
  const where = places.length === 0 ? '' : `: ${places.join(', ')}`
  return `${escapeLine(topic)}: ${countText(records, 'record')} (${bytesText(bytes)}) would be written${where}\n`
}

/** Where a record stands, as soon as the broker says so. */
export function outcomeView(topic: string, terminal: Terminal, json: boolean): (outcome: RecordOutcome) => void {
  return outcome => {
    if (json) void terminal.data(`${JSON.stringify({topic, ...outcome})}\n`)
    else if ('error' in outcome) terminal.note(escapeLine(`record ${outcome.record}: ${outcome.error}`))
    else void terminal.data(`${escapeLine(topic)}[${outcome.partition}]@${outcome.offset}\n`)
  }
}

/** Done only when every record is written; with `each` everything has been printed already. */
export function requireAllWritten(report: ProduceReport, each: boolean): ProduceReport | undefined {
  const {topic, failed, sent, errors} = report
  if (failed === 0) return each ? undefined : report
  const more = failed > SHOWN_ERRORS ? [`and ${failed - SHOWN_ERRORS} more`] : []
  throw new MsaError(
    'E_FAILED',
    `${countText(failed, 'record')} of ${failed + sent} could not be written to ${topic}`,
    {
      details: [...errors.slice(0, SHOWN_ERRORS).map(({record, error}) => `record ${record}: ${error}`), ...more],
      tryThis: [`See the topic's settings: msa topic describe ${topic} --all`, 'See each record: --each'],
    },
  )
}
