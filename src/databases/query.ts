import {type DatabaseTarget, type StatementResult, withDatabase} from '../clients/mariadb.js'
import {MsaError} from '../errors.js'

export interface QueryInput {
  readonly words: readonly string[]
  /** A file with SQL; `-` is stdin. */
  readonly input: string | undefined
  readonly isInteractive: boolean
  readonly readFile: (path: string) => Promise<string>
  readonly readStdin: () => Promise<string>
}

/** The statements as arguments, from a file, or from what is piped in. */
export async function sqlOf({words, input, isInteractive, readFile, readStdin}: QueryInput): Promise<string> {
  if (words.length > 0 && input !== undefined) throw usage('SQL is given both as an argument and by --input')
  const fromStdin = input === '-' || (input === undefined && words.length === 0 && !isInteractive)
  const sql = fromStdin ? await readStdin() : input === undefined ? words.join(' ') : await readFile(input)
  if (sql.trim() === '') throw usage('no SQL is given')
  return sql
}

/** All statements in one go, in one session. */
export async function runQuery(target: DatabaseTarget, sql: string): Promise<StatementResult[]> {
  return withDatabase(target, database => database.run(sql))
}

function usage(problem: string): MsaError {
  return new MsaError('E_USAGE', problem, {
    tryThis: [`msa db query 'SELECT * FROM users'`, 'msa db query --input changes.sql', 'Or talk to it: msa db shell'],
  })
}
