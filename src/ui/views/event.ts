import type {ChalkInstance} from 'chalk'
import type {LabEvent} from '../../lab/events.js'
import {explain} from '../../lab/state.js'
import {escapeLine} from '../escape.js'
import {paintState} from './status.js'

/** One line an event. */
export function eventView(paint: ChalkInstance): (event: LabEvent) => string {
  return event => `${paint.dim(event.at)} ${eventText(event, paint)}\n`
}

function eventText(event: LabEvent, paint: ChalkInstance): string {
  switch (event.type) {
    case 'goal':
      return escapeLine(`${event.by} wants ${event.goal}: ${event.components.join(', ')}`)
    case 'state': {
      const reason = explain(event.state)
      const phase = paintState(event.state.phase, event.state.phase, paint)
      return `${event.component} ${phase}${reason === '' ? '' : `: ${escapeLine(reason)}`}`
    }
    case 'note':
      return escapeLine(event.component === undefined ? event.text : `${event.component}: ${event.text}`)
    default:
      return event satisfies never
  }
}
