import {basename, extname} from 'node:path'
import type {DatabaseTarget} from '../clients/mariadb.js'
import {MsaError} from '../errors.js'
import {readUserFile} from '../platform/user-files.js'
import {runScript} from './client-program.js'
import {type ImportedRows, importRows} from './import-rows.js'

export interface ImportFlags {
  readonly table?: string | undefined
  readonly format?: 'sql' | 'csv' | 'json' | undefined
}

export type Imported = ImportedRows | {readonly script: string}

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
): Promise<Imported> {
  const format = flags.format ?? FORMATS[extname(path).toLowerCase()]
  if (format === undefined) throw unknownFormat(path)
  if (format === 'sql') {
    await runScript(target, path, env)
    return {script: path}
  }
  const {bytes} = await readUserFile(path, {maxBytes: LARGEST_ROWS_BYTES, what: 'the file'})
  const table = flags.table ?? basename(path, extname(path))
  return importRows(target, table, {text: bytes.toString('utf8'), format, from: path})
}

function unknownFormat(path: string): MsaError {
  return new MsaError('E_INPUT', `what is in ${path}? Its name does not say`, {
    tryThis: ['--format sql', '--format csv', '--format json'],
  })
}
