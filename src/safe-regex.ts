import {RE2JS} from 're2js'
import {MsaError, reasonOf} from './errors.js'

/** Runs in time linear to the text, whatever the pattern: `(a+)+$` cannot hang it. */
export type SafeRegex = (text: string) => boolean

const LONGEST_PATTERN = 1_000

/** A person's pattern. Where JavaScript and RE2 differ (look-around, back references) RE2 refuses. */
export function safeRegex(pattern: string, options: {readonly flag: string; readonly ignoreCase?: boolean}): SafeRegex {
  if (pattern.length > LONGEST_PATTERN) throw badPattern(options.flag, `longer than ${LONGEST_PATTERN} characters`)
  try {
    const compiled = RE2JS.compile(pattern, options.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0)
    return text => compiled.matcher(text).find()
  } catch (error) {
    throw badPattern(
      options.flag,
      `${reasonOf(error).replace(/^error parsing regexp: /, '')} in "${pattern}"${columnOf(pattern)}`,
    )
  }
}

/** RE2's own message has no column; JavaScript's parser doesn't either, but it accepts every beginning up to the fault. */
function columnOf(pattern: string): string {
  const opening = pattern.lastIndexOf('(')
  return opening >= 0 && !pattern.includes(')', opening) ? `, character ${opening + 1}` : ''
}

function badPattern(flag: string, why: string): MsaError {
  return new MsaError('E_INPUT', `${flag} is not a regular expression: ${why}`, {
    tryThis: [`Put a backslash before what is meant literally: ${flag} '\\('`],
  })
}
