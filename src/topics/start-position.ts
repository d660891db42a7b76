import {MsaError} from '../errors.js'

/** Where reading begins (or, for `--until`, ends). */
export type StartPosition =
  | {readonly kind: 'beginning'}
  | {readonly kind: 'end'}
  | {readonly kind: 'last'; readonly count: number}
  | {readonly kind: 'offset'; readonly offset: number}
  | {readonly kind: 'time'; readonly timestampMs: number}

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|[smhdw]))+$/
const DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/
/** No topic of a lab has as many records; a number so large is a time in ms. */
const SMALLEST_EPOCH_MS = 100_000_000_000

export type PositionFlag = '--from' | '--until' | '--to'

/** `beginning`, `end`, `-10`, `42`, `1h30m`, `2026-11-23T10:00`, `1764000000000` or `@1764000000`. */
export function parsePosition(text: string, nowMs: number, flag: PositionFlag = '--from'): StartPosition {
  const word = text.trim()
  if (word === 'beginning' || word === 'earliest' || word === 'start') return {kind: 'beginning'}
  if (word === 'end' || word === 'latest') return {kind: 'end'}
  if (/^-[1-9]\d{0,8}$/.test(word)) return {kind: 'last', count: Number(word.slice(1))}
  if (/^@?\d{1,15}$/.test(word)) return fromNumber(word, text, flag, nowMs)
  if (DURATION.test(word)) return {kind: 'time', timestampMs: nowMs - durationMs(word)}
  const timestampMs = DATE.test(word) ? parseDate(word) : undefined
  if (timestampMs === undefined) throw badPosition(text, flag)
  return notInFuture({kind: 'time', timestampMs}, text, flag, nowMs)
}

function fromNumber(word: string, text: string, flag: string, nowMs: number): StartPosition {
  const number = Number(word.replace('@', ''))
  if (!word.startsWith('@') && number < SMALLEST_EPOCH_MS) return {kind: 'offset', offset: number}
  const timestampMs = number < SMALLEST_EPOCH_MS ? number * 1_000 : number
  return notInFuture({kind: 'time', timestampMs}, text, flag, nowMs)
}

function durationMs(text: string): number {
  let sum = 0
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g))
    sum += Number(amount) * (UNIT_MS[unit ?? ''] ?? 0)
  return sum
}

/** Without a zone the time is the clock on the wall; JavaScript alone would take a bare date for UTC. */
function parseDate(text: string): number | undefined {
  const withTime = text.length === 10 ? `${text}T00:00` : text.replace(' ', 'T')
  const timestampMs = Date.parse(withTime)
  // 2026-02-30 would silently become the second of March.
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`)
  const exists = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10))
  return Number.isNaN(timestampMs) || !exists ? undefined : timestampMs
}

function notInFuture(
  position: StartPosition & {kind: 'time'},
  text: string,
  flag: string,
  nowMs: number,
): StartPosition {
  if (flag === '--until' || position.timestampMs <= nowMs) return position
  throw new MsaError('E_INPUT', `${flag} ${text} lies in the future`, {
    tryThis: ['Wait for what comes: --from end', 'Records of the last hour: --from 1h'],
  })
}

function badPosition(text: string, flag: string): MsaError {
  return new MsaError('E_INPUT', `${flag} does not understand "${text}"`, {
    details: [
      'beginning, end     the first record; what comes from now on',
      '-10                the last ten records',
      '42                 from offset 42',
      '90s, 15m, 1h30m    the records of that long ago and since',
      '2026-11-23, 2026-11-23T10:00[:30][Z|+09:00], @1764000000[000]   since that time',
    ],
    tryThis: [`${flag} beginning`, `${flag} -10`],
  })
}
