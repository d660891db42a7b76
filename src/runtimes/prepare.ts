import {randomBytes} from 'node:crypto'
import {dirname} from 'node:path'
import {removeGroupMembers} from '../clients/kafka-group.js'
import {clearZookeeperNodes} from '../clients/zookeeper.js'
import {MsaError} from '../errors.js'
import {makePrivateFolder, movePath, pathExists, removeTree, writeFileAtomic} from '../platform/files.js'
import {runToEnd} from '../platform/run-to-end.js'
import type {Clearance, PrepareStep, RenderedFile} from '../stacks/component.js'
import type {Task} from './runtime.js'

/** Everything that must be there before the process of a task starts: folders, files, what is made once, and no remains of a dead predecessor. */
export async function prepareWorkload(
  task: Task,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> {
  const {directories = [], files = [], prepare = [], beforeStart = []} = task.workload
  await Promise.all([dirname(task.logFile), task.dataDir, task.configDir, ...directories].map(makePrivateFolder))
  await Promise.all(
    files
      .filter(isAtHand)
      .map(({path, content, mode = 0o600}) => writeFileAtomic(path, content, {mode, durable: false})),
  )
  for (const step of prepare) await prepareOnce(task, step, env, signal)
  for (const clearance of beforeStart) await clearRemains(clearance, signal)
}

/** A task that was read from the state file has no secrets in it; they lie where an earlier start has put them. */
export function isAtHand({isSecret, content}: RenderedFile): boolean {
  return isSecret !== true || content !== ''
}

/** Made under another name and renamed, so that what is half made never counts. */
async function prepareOnce(
  task: Task,
  step: PrepareStep,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> {
  if (pathExists(step.creates)) return
  const temporary = `${step.creates}.${randomBytes(4).toString('hex')}.tmp`
  await makePrivateFolder(dirname(step.creates))
  const [command, ...args] = step.command.map(word => word.replaceAll('{}', temporary))
  if (command === undefined) return
  const result = await runToEnd(command, args, {env: {...env, ...step.env}, signal})
  if (result.exitCode !== 0) {
    await removeTree(temporary)
    throw new MsaError(
      'E_FAILED',
      `cannot prepare ${task.name} (${step.because}): ${command} ended with ${result.exitCode ?? result.signal}`,
      {
        details: result.output.trim().split('\n').slice(-20),
        tryThis: ['See what is missing: msa doctor'],
      },
    )
  }
  await movePath(temporary, step.creates)
}

export async function clearRemains(clearance: Clearance, signal: AbortSignal): Promise<void> {
  switch (clearance.kind) {
    case 'zookeeper-nodes':
      return clearZookeeperNodes(clearance.at, clearance.paths, signal)
    case 'kafka-group-members':
      return removeGroupMembers(clearance.at, clearance.group, signal)
  }
}
