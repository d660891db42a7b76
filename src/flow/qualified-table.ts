import {MsaError} from '../errors.js'

/** `mydb.users`; a table alone is one of the database that is meant. */
export function qualifiedTable(text: string, database: string): string {
  const parts = text.includes('.') ? text.split('.') : [database, text]
  if (parts.length === 2 && parts.every(part => /^[\w$-]+$/.test(part))) return parts.join('.')
  throw new MsaError('E_USAGE', `"${text}" is not DATABASE.TABLE`, {tryThis: ['msa check flow --row mydb.users']})
}
