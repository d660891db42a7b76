import {type DatabaseTarget, withDatabase} from '../clients/mariadb.js'
import {MsaError, systemCode} from '../errors.js'
import {writeNewPrivateFile} from '../platform/new-file.js'
import type {ClientCall} from './by-hand.js'
import {dumpCall, statementCall} from './client-calls.js'
import {runClient} from './client-program.js'
import {checkName, sqlName} from './place.js'
import {csvText, jsonRows} from './rows-text.js'
import {describeTables} from './tables.js'

export interface ExportFlags {
  readonly format: 'sql' | 'csv' | 'json'
  readonly output?: string | undefined
}

/** Of CSV and JSON the client has no notion: there it writes columns with tabs between them. */
export function exportCall(
  target: DatabaseTarget,
  tables: readonly string[],
  {format, output}: ExportFlags,
): ClientCall {
  if (format === 'sql') return dumpCall([target.database ?? 'mydb', ...tables], output)
  return {...statementCall(target, `SELECT * FROM ${sqlName(tables[0] ?? '')}`, ['--batch']), output}
}

/** SQL by MariaDB's own program, of any size; one table as CSV, or as JSON objects, one a line. */
export async function exportTables(
  target: DatabaseTarget,
  tables: readonly string[],
  {format, output}: ExportFlags,
  write: (text: string) => Promise<void>,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  if (tables.length > 0) await describeTables(target, tables)
  for (const table of tables) checkName('table', table)
  if (format === 'sql') return runClient(target, exportCall(target, tables, {format, output}), env)
  const [table, second] = tables
  if (table === undefined || second !== undefined) throw oneTable(format)
  const [result] = await withDatabase(target, database => database.run(`SELECT * FROM ${sqlName(table)}`))
  if (result?.kind !== 'rows') return
  const text =
    format === 'csv'
      ? csvText(result)
      : jsonRows(result)
          .map(row => `${JSON.stringify(row)}\n`)
          .join('')
  if (output === undefined) await write(text)
  else await writeNewPrivateFile(output, text).catch(error => Promise.reject(fileError(output, error)))
}

function fileError(path: string, error: unknown): unknown {
  if (systemCode(error) !== 'EEXIST') return error
  return new MsaError('E_INPUT', `${path} is there already`, {tryThis: ['Name another file, or remove that one']})
}

function oneTable(format: string): MsaError {
  return new MsaError('E_USAGE', `as ${format} one table at a time is exported`, {
    tryThis: [`msa db export users --format ${format}`],
  })
}
