import type {TakenDown} from '../../lab/client/take-down.js'
import {escapeLine} from '../escape.js'
import {countText} from '../units.js'

/** More names than fit in a line; each had a line of its own while it was stopped. */
const manyNames = 4

/** What was stopped, by force or not, and what was deleted. */
export function downView({stopped, forced, deleted, dryRun}: TakenDown): string {
  const would = dryRun ? 'would be ' : ''
  const names = stopped.length > manyNames && !dryRun ? countText(stopped.length, 'component') : stopped.join(', ')
  return [
    stopped.length === 0 ? 'nothing was running' : `${would}stopped: ${names}`,
    ...(forced.length === 0 ? [] : [`by force, after the grace period: ${forced.join(', ')}`]),
    ...deleted.map(path => `${would}deleted: ${escapeLine(path)}`),
    '',
  ].join('\n')
}
