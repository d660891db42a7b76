import type {ChalkInstance} from 'chalk'
import {MsaError, reasonOf} from '../errors.js'
import {escapeControls} from './escape.js'

/** An error as one block: what failed, why, what to do next. Never a stack trace. */
export function errorBlock(error: MsaError, paint: ChalkInstance): string {
  const why = error.details.flatMap(detail => escapeControls(detail).split('\n')).map(line => `  ${line}`)
  const next = error.suggestions.map(
    (line, index) => `  ${paint.dim(index === 0 ? 'try:' : '    ')} ${escapeControls(line)}`,
  )
  return [`${paint.red('msa:')} ${escapeControls(error.message)}`, ...why, ...next].join('\n')
}

/** Everything that was not foreseen is ours to mend, and is still one block. */
export function asMsaError(error: unknown): MsaError {
  if (error instanceof MsaError) return error
  return new MsaError('E_INTERNAL', `unexpected failure: ${reasonOf(error)}`, {
    tryThis: ['Run the command again with DEBUG=msa* to see where it happened'],
    cause: error,
  })
}
