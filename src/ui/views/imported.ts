import type {Imported} from '../../databases/import-file.js'
import {escapeLine} from '../escape.js'
import {countText} from '../units.js'

export function importedView(imported: Imported): string {
  const {dryRun} = imported
  if ('script' in imported) return `${escapeLine(imported.script)}: ${dryRun ? 'would be run' : 'done'}\n`
  return `${escapeLine(imported.table)}: ${countText(imported.rows, 'row')} ${dryRun ? 'would be added' : 'added'}\n`
}
