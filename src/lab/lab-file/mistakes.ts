import {MsaError} from '../../errors.js'
import type {Spot} from './tree.js'

/** One thing that is wrong in the file: where, what, and what would be right. */
export interface Mistake {
  readonly spot: Spot
  /** `components.kafka.port`; empty for the file as a whole. */
  readonly path: string
  readonly problem: string
  readonly expected?: string | undefined
  /** The nearest right word. */
  readonly nearest?: string | undefined
}
export type Report = (mistake: Mistake) => void

/** More lines than this help nobody; the count still tells how many there are. */
const shownMistakes = 100

/** All mistakes of one file as one error, by line, each once. */
export function invalidLabFile(file: string, mistakes: readonly Mistake[]): MsaError {
  const lines = [...new Set([...mistakes].sort(bySpot).map(mistake => mistakeText(file, mistake)))]
  const [only] = lines
  const more = lines.length > shownMistakes ? [`… and ${lines.length - shownMistakes} more`] : []
  return new MsaError(
    'E_LAB_FILE_INVALID',
    lines.length === 1 && only !== undefined ? only : `${file} has ${lines.length} mistakes; nothing was started`,
    {
      details: lines.length === 1 ? [] : [...lines.slice(0, shownMistakes), ...more],
      tryThis: ['Correct the file and run the command again', 'Every key with its meaning: docs/lab-file.md'],
    },
  )
}

/** `file:line:column: path: …`, the form that editors and terminals turn into a link. */
export function mistakeText(file: string, {spot, path, problem, expected, nearest}: Mistake): string {
  const where = `${file}:${spot.line}:${spot.column}: ${path === '' ? '' : `${path}: `}`
  const right = expected === undefined ? '' : `, expected ${expected}`
  return `${where}${problem}${right}${nearest === undefined ? '' : `; did you mean "${nearest}"?`}`
}

function bySpot({spot: a}: Mistake, {spot: b}: Mistake): number {
  return a.line - b.line || a.column - b.column
}
