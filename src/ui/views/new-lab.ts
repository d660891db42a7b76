import {relative} from 'node:path'
import type {NewLab} from '../../lab/init-lab.js'
import {shellWord} from '../../platform/shell-word.js'
import {escapeLine} from '../escape.js'

/** What was written, and the next step. */
export function newLabView({folder, preset, written, dryRun}: NewLab): string {
  const way = relative(process.cwd(), folder)
  const start = way === '' ? 'msa up' : `cd ${shellWord(way)} && msa up`
  return [
    `${escapeLine(folder)} (${preset})`,
    ...written.map(path => `  ${path}`),
    dryRun ? 'This would be written; nothing was.' : `Start it with: ${escapeLine(start)}`,
    '',
  ].join('\n')
}
