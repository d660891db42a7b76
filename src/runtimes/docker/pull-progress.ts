export type LayerStatus = 'waiting' | 'downloading' | 'extracting' | 'done'

export interface LayerProgress {
  readonly id: string
  readonly status: LayerStatus
  /** Bytes that came, of those that will. */
  readonly current: number
  readonly total: number
}

export interface PullProgress {
  readonly reference: string
  /** In the order in which the engine named them. */
  readonly layers: readonly LayerProgress[]
  readonly done: boolean
}

/** A line of an engine's stream about a pull. */
export interface PullEvent {
  readonly id?: string
  readonly status?: string
  readonly error?: string
  readonly progressDetail?: {readonly current?: number; readonly total?: number}
}

const statuses: readonly (readonly [RegExp, LayerStatus])[] = [
  [/^(pulling fs layer|waiting|retrying)/i, 'waiting'],
  [/^(downloading|verifying checksum|download complete)/i, 'downloading'],
  [/^extracting/i, 'extracting'],
  [/^(pull complete|already exists)/i, 'done'],
]

/** What is known of the layers after one more line. Lines about the image as a whole change nothing. */
export function withEvent(layers: readonly LayerProgress[], event: PullEvent): readonly LayerProgress[] {
  const {id, status: words = '', progressDetail: {current = 0, total = 0} = {}} = event
  const status = statuses.find(([pattern]) => pattern.test(words))?.[1]
  if (id === undefined || status === undefined) return layers
  const before = layers.find(layer => layer.id === id) ?? {id, status, current: 0, total: 0}
  const after = {...before, status, ...bytesOf(status, words, before, {current, total})}
  return layers.some(layer => layer.id === id)
    ? layers.map(layer => (layer.id === id ? after : layer))
    : [...layers, after]
}

/** Counted is what was downloaded: unpacking is told of in other units. */
function bytesOf(
  status: LayerStatus,
  words: string,
  before: Pick<LayerProgress, 'current' | 'total'>,
  now: Pick<LayerProgress, 'current' | 'total'>,
): Pick<LayerProgress, 'current' | 'total'> {
  if (status === 'waiting') return {current: 0, total: before.total}
  if (/^downloading/i.test(words)) return {current: now.current, total: Math.max(now.total, before.total)}
  return {current: before.total, total: before.total}
}
