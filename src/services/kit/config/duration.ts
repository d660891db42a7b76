const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** Spring's durations: `500ms`, `10s`, ISO-8601 `PT1M30S`, a bare number of milliseconds. Not a number when it is none. */
export function parseDurationMs(text: string): number {
  const simple = /^([+-]?\d+(?:\.\d+)?)\s*([a-z]*)$/.exec(text.trim())
  if (simple) return Number(simple[1]) * (simple[2] === '' ? 1 : (unitMs[simple[2] ?? ''] ?? Number.NaN))
  const iso = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i.exec(text.trim())
  if (!iso || text.trim().length < 3) return Number.NaN
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = iso.slice(1).map(part => Number(part ?? 0))
  return ((days * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1000
}
