import type {Cluster} from '../clients/kafka-wire/cluster.js'
import {commitGroupOffsets, fetchGroupOffsets, groupCoordinator} from '../clients/kafka-wire/group-offsets.js'
import {partitionName, type TailedPartition} from './tailed-partition.js'

const COMMIT_EVERY_MS = 1_000

/** Reads on where a consumer group stands and commits what was shown, without ever joining: Kafka refuses it while others are in the group. */
export class GroupProgress {
  private readonly committed = new Map<string, number>()
  private lastCommitMs = 0

  constructor(
    private readonly cluster: Cluster,
    private readonly group: string,
  ) {}

  /** Moves partitions that the group knows to its place. Fails at once where committing later would fail. */
  async begin(partitions: readonly TailedPartition[]): Promise<void> {
    const coordinator = await groupCoordinator(this.cluster, this.group)
    for (const offset of await fetchGroupOffsets(coordinator, this.group)) {
      const partition = partitions.find(of => partitionName(of) === partitionName(offset))
      if (partition) partition.nextOffset = offset.offset
    }
    await this.commit(partitions)
  }

  async commitNowAndThen(partitions: readonly TailedPartition[]): Promise<void> {
    if (performance.now() - this.lastCommitMs >= COMMIT_EVERY_MS) await this.commit(partitions)
  }

  async commit(partitions: readonly TailedPartition[]): Promise<void> {
    const moved = partitions.filter(partition => this.committed.get(partitionName(partition)) !== partition.nextOffset)
    this.lastCommitMs = performance.now()
    if (moved.length === 0) return
    const offsets = moved.map(({topic, partition, nextOffset}) => ({topic, partition, offset: nextOffset}))
    await commitGroupOffsets(await groupCoordinator(this.cluster, this.group), this.group, offsets)
    for (const partition of moved) this.committed.set(partitionName(partition), partition.nextOffset)
  }
}
