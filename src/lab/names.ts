import {MsaError} from '../errors.js'
import {quoted} from './lab-file/tree.js'

/** Names become file names, process markers and host names, so they are narrow (threat T21). */
export const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
export const nameForm = 'a name of letters, digits, ".", "_" and "-" (at most 64, a letter or digit first)'
/** Files of these names cannot be made on Windows, whatever the ending. */
const reserved = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i

export function isName(text: string): boolean {
  return namePattern.test(text) && !text.includes('..') && !reserved.test(text)
}

/** A component's name as given on the command line; whether it exists is another question. */
export function parseName(text: string): string {
  if (isName(text)) return text
  const problem = text.trim() === '' ? 'the component name is empty' : `${quoted(text)} is not a component name`
  throw new MsaError('E_USAGE', `${problem}, expected ${nameForm}`, {
    tryThis: ['See the names of this lab: msa status'],
  })
}
