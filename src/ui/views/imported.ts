import type {Imported} from '../../databases/import-file.js'
import {escapeLine} from '../escape.js'
import {countText} from '../units.js'

export function importedView(imported: Imported): string {
  if ('script' in imported) return `${escapeLine(imported.script)}: done\n`
  return `${escapeLine(imported.table)}: ${countText(imported.rows, 'row')} added\n`
}
