/** Where the names of a kind come from. To complete names of a new kind, add a line to `nameSources`; a source may throw and may hang. */
export type NameSource = (signal: AbortSignal) => Promise<readonly string[]>
export type NameSources = Readonly<Record<string, NameSource>>

/** A person at the Tab key waits no longer than this, and reads no error there. */
const budgetMs = 300

/** The names of a kind; none when nobody knows them, or knows them in time. */
export async function namesWithin(sources: NameSources, kind: string, budget = budgetMs): Promise<readonly string[]> {
  const source = Object.hasOwn(sources, kind) ? sources[kind] : undefined
  if (source === undefined) return []
  const signal = AbortSignal.timeout(budget)
  const tooLate = new Promise<readonly string[]>(resolve => signal.addEventListener('abort', () => resolve([])))
  return Promise.race([source(signal).catch(() => []), tooLate])
}
