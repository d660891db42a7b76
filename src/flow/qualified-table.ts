import {MsaError} from '../errors.js'

/** `mydb.users`; a table alone is one of mydb's. */
export function qualifiedTable(text: string): string {
  const parts = text.includes('.') ? text.split('.') : ['mydb', text]
  if (parts.length === 2 && parts.every(part => /^[\w$-]+$/.test(part))) return parts.join('.')
  throw new MsaError('E_USAGE', `"${text}" is not DATABASE.TABLE`, {tryThis: ['msa check flow --row mydb.users']})
}
