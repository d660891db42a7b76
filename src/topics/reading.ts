import type {Cluster} from '../clients/kafka-wire/cluster.js'
import type {GroupProgress} from './group-progress.js'
import type {PartitionSet} from './partition-set.js'
import type {RecordShow} from './show-records.js'
import type {TailOutput, TailRequest} from './tail-request.js'

/** All that the rounds of one tail share. */
export interface Reading {
  readonly cluster: Cluster
  readonly partitions: PartitionSet
  readonly show: RecordShow
  readonly group: GroupProgress | undefined
  readonly output: TailOutput
  readonly request: TailRequest
}
