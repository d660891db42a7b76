import {basename, extname} from 'node:path'
import type {DatabaseTarget} from '../clients/mariadb.js'
import {MsaError} from '../errors.js'
import {pathExists} from '../platform/files.js'
import {readUserFile} from '../platform/user-files.js'
import {loadCsvCall, scriptCall} from './client-calls.js'
import {runClient} from './client-program.js'
import {type ImportedRows, insertRows, readRows} from './import-rows.js'
import type {Care} from './snapshots.js'

export interface ImportFlags {
  readonly table?: string | undefined
  readonly format?: 'sql' | 'csv' | 'json' | undefined
}

export type Imported = (ImportedRows | {readonly script: string}) & {readonly dryRun?: true}

const FORMATS: Readonly<Record<string, 'sql' | 'csv' | 'json'>> = {
  '.sql': 'sql',
  '.csv': 'csv',
  '.json': 'json',
  '.ndjson': 'json',
  '.jsonl': 'json',
}
const LARGEST_ROWS_BYTES = 256 * 1024 * 1024

export async function importFile(
  target: DatabaseTarget,
  path: string,
  flags: ImportFlags,
  env: NodeJS.ProcessEnv,
  {dryRun, show}: Care,
): Promise<Imported> {
  const format = flags.format ?? FORMATS[extname(path).toLowerCase()]
  if (format === undefined) throw unknownFormat(path)
  if (format === 'sql') {
    const call = scriptCall(target, path)
    await show(call)
    if (dryRun) return wouldRun(path)
    await runClient(target, call, env)
    return {script: path}
  }
  const {bytes} = await readUserFile(path, {maxBytes: LARGEST_ROWS_BYTES, what: 'the file'})
  const table = flags.table ?? basename(path, extname(path))
  const read = await readRows(target, table, {text: bytes.toString('utf8'), format, from: path})
  if (format === 'csv') await show(loadCsvCall(target, read))
  const imported = {table, rows: read.rows.length}
  if (dryRun) return {...imported, dryRun}
  await insertRows(target, read)
  return imported
}

/** Only the server could say what a script does; that there is one is known here. */
function wouldRun(path: string): Imported {
  if (pathExists(path)) return {script: path, dryRun: true}
  throw new MsaError('E_INPUT', `there is no file ${path}`, {tryThis: ['Name the file: msa db import dump.sql']})
}

function unknownFormat(path: string): MsaError {
  return new MsaError('E_INPUT', `what is in ${path}? Its name does not say`, {
    tryThis: ['--format sql', '--format csv', '--format json'],
  })
}
