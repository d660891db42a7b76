import type {TakenDown} from '../../lab/client/take-down.js'
import {escapeLine} from '../escape.js'
import {countText} from '../units.js'

/** What was stopped, by force or not, and what was deleted. */
export function downView({stopped, forced, deleted, dryRun}: TakenDown): string {
  const would = dryRun ? 'would be ' : ''
  return [
    stopped.length === 0
      ? 'nothing was running'
      : `${would}stopped: ${stopped.join(', ')} (${countText(stopped.length, 'component')})`,
    ...(forced.length === 0 ? [] : [`by force, after the grace period: ${forced.join(', ')}`]),
    ...deleted.map(path => `${would}deleted: ${escapeLine(path)}`),
    '',
  ].join('\n')
}
