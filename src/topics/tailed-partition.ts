/** One partition as far as it has been shown. Only what has been written out counts, so a lost broker costs no record and none comes twice. */
export interface TailedPartition {
  readonly topic: string
  readonly partition: number
  /** The broker that leads it. */
  leader: number
  /** The first offset that has not been shown yet. */
  nextOffset: number
  /** The first offset that is not wanted. */
  readonly stopOffset: number | undefined
}

export function isFinished(partition: TailedPartition): boolean {
  return partition.stopOffset !== undefined && partition.nextOffset >= partition.stopOffset
}

/** `orders[0]` */
export function partitionName({topic, partition}: {readonly topic: string; readonly partition: number}): string {
  return `${topic}[${partition}]`
}
