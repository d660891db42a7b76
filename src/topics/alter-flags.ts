import {MsaError} from '../errors.js'
import type {AlterRequest} from './alter-topic.js'
import {parseConfigPairs} from './config-pairs.js'

export interface AlterFlags {
  readonly partitions?: number | undefined
  readonly config?: readonly string[] | undefined
  readonly unset?: readonly string[] | undefined
  readonly 'dry-run': boolean
}

export function alterRequest(topic: string, flags: AlterFlags): AlterRequest {
  const {partitions, config = [], unset = []} = flags
  if (partitions === undefined && config.length === 0 && unset.length === 0)
    throw new MsaError('E_USAGE', 'nothing is said that should change', {
      tryThis: [`msa topic alter ${topic} --config retention.ms=60000`, `msa topic alter ${topic} --partitions 3`],
    })
  const changes = [...parseConfigPairs(config, '--config'), ...unset.map(name => [name, null] as const)]
  return {topic, partitions, changes, dryRun: flags['dry-run']}
}
