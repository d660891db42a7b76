import type {ImportedLab} from '../../import/import-compose.js'
import {escapeLine} from '../escape.js'

/** What became of each service, what did not, and the next step. Values are never shown. */
export function importedLabView({file, taken, notCarried, secrets, dryRun}: ImportedLab): string {
  return [
    escapeLine(file),
    ...taken.map(
      ({name, as, because}) => `  ${escapeLine(name === as ? name : `${name} → ${as}`)}: ${escapeLine(because)}`,
    ),
    ...(notCarried.length === 0 ? [] : ['Not as it was:']),
    ...notCarried.map(({about, because}) => `  ${escapeLine(about)}: ${escapeLine(because)}`),
    ...(secrets.length === 0
      ? []
      : [`It holds secrets and is for you alone (mode 0600): ${escapeLine(secrets.join(', '))}`]),
    dryRun ? 'This would be written; nothing was.' : 'Read it, then: msa trust && msa up',
    '',
  ].join('\n')
}
