import {MsaError} from '../errors.js'

const LONGEST = 200

/** Connect's own rule (no slash, nothing that steers), and what would be a riddle in a URL or on a screen. */
export function checkConnectorName(name: string): string {
  const trimmed = name.trim()
  const why = faultOf(trimmed)
  if (why === undefined) return trimmed
  throw new MsaError('E_INPUT', `${JSON.stringify(name.slice(0, 60))} cannot be the name of a connector: ${why}`, {
    tryThis: ['Give it another one: --name my-source-connect'],
  })
}

function faultOf(name: string): string | undefined {
  if (name === '') return 'it is empty'
  if (name === '.' || name === '..') return 'it is a path'
  if (name.length > LONGEST) return `it has ${name.length} characters, ${LONGEST} are allowed`
  const wrong = /[/\\%?#\p{Cc}\p{Cf}]/u.exec(name)
  return wrong ? `${JSON.stringify(wrong[0])} is not allowed` : undefined
}
