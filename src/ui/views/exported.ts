import {relative} from 'node:path'
import type {Exported} from '../../export/export-compose.js'
import {shellWord} from '../../platform/shell-word.js'
import {escapeLine} from '../escape.js'

/** What was written, what is not in it and why, and the next step. */
export function exportedView({folder, services, written, notes, dryRun}: Exported): string {
  const way = relative(process.cwd(), folder)
  const start = way === '' ? 'docker compose up -d' : `cd ${shellWord(way)} && docker compose up -d`
  return [
    `${escapeLine(folder)} (${services.length} services)`,
    ...written.map(name => `  ${escapeLine(name)}`),
    ...notes.map(({about, because}) => `${escapeLine(about)}: ${escapeLine(because)}`),
    dryRun ? 'This would be written; nothing was.' : `Start it with: ${escapeLine(start)}`,
    '',
  ].join('\n')
}
