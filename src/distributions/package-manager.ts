import {join} from 'node:path'
import {MsaError} from '../errors.js'
import {executableAt, namesIn} from '../platform/executables.js'
import {ageOfFile} from '../platform/file-age.js'
import {runProgram} from '../platform/run-program.js'
import {pathFolders} from './candidates.js'
import {candidatePackages, type ManagerFacts} from './install-plan.js'
import type {PackageManager} from './packages.js'
import type {ToolName} from './programs.js'

export interface ManagerOptions {
  readonly env: NodeJS.ProcessEnv
  readonly isRoot: boolean
  readonly signal: AbortSignal
}

const day = 86_400_000

/** The package manager of this machine, with what its archive has of what is wanted. */
export async function findPackageManager(wanted: readonly ToolName[], options: ManagerOptions): Promise<ManagerFacts> {
  if (onPath('apt-get', options.env)) {
    const prefix = await rootPrefix(options)
    const available = areListsFresh()
      ? await packagesInArchive(candidatePackages(wanted, 'apt-get'), options)
      : undefined
    return {manager: 'apt-get', prefix, available}
  }
  if (onPath('brew', options.env)) {
    return {manager: 'brew', prefix: [], available: new Set(candidatePackages(wanted, 'brew'))}
  }
  throw new MsaError('E_PREREQUISITE_MISSING', 'there is no package manager here that msa knows (apt-get, brew)', {
    tryThis: ['Install the programs yourself, then see whether they are found: msa doctor'],
  })
}

/** Which of these packages the archive has, by `apt-cache policy`. */
export async function packagesInArchive(
  names: readonly string[],
  {env, signal}: ManagerOptions,
): Promise<ReadonlySet<string>> {
  const {output} = await runProgram('apt-cache', ['policy', ...names], {env: {...env, LC_ALL: 'C'}, signal})
  return candidatesIn(output)
}

export function candidatesIn(policy: string): ReadonlySet<string> {
  const blocks = policy.split(/^(?=\S+:$)/m)
  return new Set(
    blocks.flatMap(block => {
      const candidate = /^ +Candidate: (\S+)/m.exec(block)?.[1]
      const name = /^(\S+):$/m.exec(block)?.[1]
      return name === undefined || candidate === undefined || candidate === '(none)' ? [] : [name]
    }),
  )
}

async function rootPrefix({env, isRoot, signal}: ManagerOptions): Promise<readonly string[]> {
  if (isRoot) return []
  const mayBecomeRoot =
    onPath('sudo', env) && (await runProgram('sudo', ['-n', 'true'], {env, signal, timeoutMs: 10_000})).exitCode === 0
  if (mayBecomeRoot) return ['sudo', '-n']
  throw new MsaError('E_PREREQUISITE_MISSING', 'apt-get needs root, and sudo asks for a password', {
    tryThis: ['Let sudo remember you, then run the command again: sudo -v', 'Or run the command as root'],
  })
}

/** An image of a container comes without lists; lists of last week name versions that are gone from the mirror. */
function areListsFresh(): boolean {
  const folder = '/var/lib/apt/lists'
  const lists = namesIn(folder).filter(name => name.includes('_Packages'))
  return lists.length > 0 && (ageOfFile(folder) ?? Number.POSITIVE_INFINITY) < day
}

function onPath(name: PackageManager | 'sudo', env: NodeJS.ProcessEnv): boolean {
  return pathFolders(env).some(folder => !('problem' in executableAt(join(folder, name))))
}
