import {setTimeout as pause} from 'node:timers/promises'
import {MsaError} from '../errors.js'
import {partitionName, type TailedPartition} from './tailed-partition.js'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 3_000

/** A failure that may pass by itself: the broker is away, or the cluster is just sorting itself. */
export function isPassingFailure(error: unknown): boolean {
  return error instanceof MsaError && error.code === 'E_NOT_REACHABLE'
}

/** Says once that a broker is lost and once that it is back, and waits longer from try to try. */
export class LossReport {
  private lostAtMs: number | undefined
  private pauseMs = FIRST_PAUSE_MS

  constructor(
    private readonly note: (line: string) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get isLost(): boolean {
    return this.lostAtMs !== undefined
  }

  async pauseAfter(error: unknown, signal: AbortSignal): Promise<void> {
    if (this.lostAtMs === undefined) {
      this.lostAtMs = this.now()
      this.note(`${lossText(error)}; trying again until it is back`)
    }
    await pause(this.pauseMs, undefined, {signal}).catch(() => undefined)
    this.pauseMs = Math.min(LONGEST_PAUSE_MS, this.pauseMs * 2)
  }

  isBack(partitions: readonly TailedPartition[]): void {
    if (this.lostAtMs === undefined) return
    const seconds = ((this.now() - this.lostAtMs) / 1_000).toFixed(1)
    const first = partitions[0]
    const place = first === undefined ? '' : `, going on at ${partitionName(first)}@${first.nextOffset}`
    this.note(
      `Kafka is back after ${seconds} s${place}${partitions.length > 1 ? ' and so on' : ''}; nothing is left out`,
    )
    this.lostAtMs = undefined
    this.pauseMs = FIRST_PAUSE_MS
  }
}

function lossText(error: unknown): string {
  if (!(error instanceof MsaError)) return 'Kafka is lost'
  const why = error.details[0]
  return why === undefined ? error.message : `${error.message} (${why})`
}
