import {MsaError, reasonOf} from '../errors.js'
import {nearest} from '../nearest.js'
import {asMsaError} from './error-block.js'

/** oclif's own parse errors (unknown flag, missing value) become ours: one block, exit code 2, the nearest right name. */
export function usageError(error: unknown, command: string): MsaError {
  if (error instanceof MsaError) return withoutWrapping(error)
  // A missing value has no `parse`; all of oclif's own have `oclif`.
  if (!(error instanceof Error) || !('oclif' in error)) return asMsaError(error)
  const [first = reasonOf(error), ...rest] = error.message
    .replace(/:\n/, ': ')
    .split('\n')
    .filter(line => line !== '' && !/^(See more help|Note: --|Alternatively, you can use "--")/.test(line))
  const known = 'parse' in error ? flagNamesOf(error.parse) : []
  const [hint] = unknownFlagsOf(error).flatMap(flag => nearestFlag(flag, known) ?? [])
  return new MsaError('E_USAGE', hint === undefined ? first : `${first}, did you mean ${hint}?`, {
    details: rest,
    tryThis: [`See the flags and examples: msa ${command} --help`],
    cause: error,
  })
}

/** oclif puts "Parsing --flag" before, and a line about help behind, what a flag's own parser says. */
function withoutWrapping(error: MsaError): MsaError {
  const match = /^Parsing (--\S+)\s*\n\t([\s\S]*?)(?:\nSee more help with --help)?$/.exec(error.message)
  if (match === null) return error
  const [first = 'See --help', ...more] = error.suggestions
  return new MsaError(error.code, `${match[1]}: ${match[2]}`, {
    details: error.details,
    tryThis: [first, ...more],
    cause: error,
  })
}

function unknownFlagsOf(error: Error): string[] {
  return 'flags' in error && Array.isArray(error.flags) ? error.flags.filter(flag => typeof flag === 'string') : []
}

function flagNamesOf(parse: unknown): string[] {
  if (typeof parse !== 'object' || parse === null || !('input' in parse)) return []
  const {input} = parse
  if (typeof input !== 'object' || input === null || !('flags' in input)) return []
  return Object.keys(input.flags ?? {})
}

function nearestFlag(given: string, names: readonly string[]): string | undefined {
  const near = nearest(given.replace(/^--?/, ''), names)
  return near === undefined ? undefined : `--${near}`
}
