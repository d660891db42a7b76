import {distance} from 'fastest-levenshtein'

/** The candidate that was probably meant; undefined when none is near enough to be worth a line. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase()
  const limit = Math.max(1, Math.floor((wanted.length + 2) / 3))
  let best: {readonly candidate: string; readonly cost: number} | undefined
  for (const candidate of candidates) {
    const cost = costOf(wanted, candidate.toLowerCase())
    if (cost <= limit && (best === undefined || cost < best.cost)) best = {candidate, cost}
  }
  return best?.candidate
}

/** `did you mean "kafka"?`, or undefined. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const near = nearest(word, candidates)
  return near === undefined ? undefined : `did you mean "${near}"?`
}

/**
 * `order` means `order-service`: a beginning that somebody was too lazy to finish is as good as one typing error. Letters that changed places are one
 * as well.
 */
function costOf(wanted: string, candidate: string): number {
  if (wanted.length >= 3 && candidate.startsWith(wanted)) return Math.min(1, candidate.length - wanted.length)
  const edits = distance(wanted, candidate)
  return lettersOf(wanted) === lettersOf(candidate) ? edits / 2 : edits
}

function lettersOf(word: string): string {
  return [...word].sort().join('')
}
