import type {DatabaseTarget} from '../clients/mariadb.js'
import type {ClientCall} from './by-hand.js'
import {sqlName} from './place.js'

type Target = Pick<DatabaseTarget, 'database'>

export function shellCall(target: Target): ClientCall {
  return {program: 'mariadb', words: databaseWords(target)}
}

export function statementCall(target: Target, sql: string, options: readonly string[] = []): ClientCall {
  return {program: 'mariadb', words: [...databaseWords(target), ...options, '--execute', sql]}
}

/** A script of any size with all that the client understands, `DELIMITER` too. Stops at the first error. */
export function scriptCall(target: Target, path: string, initCommand?: string): ClientCall {
  const init = initCommand === undefined ? [] : [`--init-command=${initCommand}`]
  return {program: 'mariadb', words: ['--batch', ...databaseWords(target), ...init], input: path}
}

/** A dump that can be read in again. Of whole databases it drops and makes them anew. */
export function dumpCall(words: readonly string[], output: string | undefined): ClientCall {
  const options = ['--single-transaction', '--routines', '--triggers', '--hex-blob']
  return {program: 'mariadb-dump', words: [...options, ...words], output}
}

/** The client has a statement for rows of CSV; the first line names the columns. */
export function loadCsvCall(
  target: Target,
  {table, columns, from}: {readonly table: string; readonly columns: readonly string[]; readonly from: string},
): ClientCall {
  const file = from.replaceAll('\\', '\\\\').replaceAll("'", "\\'")
  const shape = `FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '"' IGNORE 1 LINES`
  const names = columns.map(sqlName).join(', ')
  const sql = `LOAD DATA LOCAL INFILE '${file}' INTO TABLE ${sqlName(table)} ${shape} (${names})`
  return statementCall(target, sql, ['--local-infile'])
}

function databaseWords({database}: Target): string[] {
  return database === undefined ? [] : ['--database', database]
}
