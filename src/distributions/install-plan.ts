import {type PackageManager, packagesOf} from './packages.js'
import type {ToolName} from './programs.js'

export interface ManagerFacts {
  readonly manager: PackageManager
  /** Before each command: `sudo -n` where msa is not root. */
  readonly prefix: readonly string[]
  /** Packages that the archive has; undefined when the lists are missing or old, and have to be fetched first. */
  readonly available: ReadonlySet<string> | undefined
}

export interface InstallPlan {
  readonly manager: PackageManager
  readonly prefix: readonly string[]
  readonly updateFirst: boolean
  readonly packages: readonly string[]
  readonly units: readonly string[]
  /** Programs for which the archive has no package. */
  readonly unavailable: readonly ToolName[]
  /** What will be run, as a person would type it. */
  readonly shown: readonly string[]
}

export const aptOptions = ['--yes', '--no-install-recommends']

/** Which packages bring these programs. Pure: what the archive has comes in as a fact. */
export function planInstall(names: readonly ToolName[], {manager, prefix, available}: ManagerFacts): InstallPlan {
  const wanted = names.map(name => ({name, ...packagesOf[manager][name]}))
  const chosen = wanted.map(({name, alternatives, units}) => {
    const has = alternatives.find(candidate => available === undefined || available.has(candidate))
    return {name, units, package: has}
  })
  const packages = chosen.flatMap(({package: name}) => (name === undefined ? [] : [name]))
  return {
    manager,
    prefix,
    updateFirst: available === undefined,
    packages,
    units: chosen.flatMap(({package: name, units}) => (name === undefined ? [] : units)),
    unavailable: chosen.flatMap(({package: has, name}) => (has === undefined ? [name] : [])),
    shown: shownCommands(manager, prefix, available === undefined, packages),
  }
}

function shownCommands(
  manager: PackageManager,
  prefix: readonly string[],
  updateFirst: boolean,
  packages: readonly string[],
): readonly string[] {
  if (packages.length === 0) return []
  const line = (...words: readonly string[]) => [...prefix, manager, ...words].join(' ')
  if (manager === 'brew') return [line('install', ...packages)]
  return [...(updateFirst ? [line('update')] : []), line('install', ...aptOptions, ...packages)]
}

/** Every package that could be asked for; what the archive has of them is looked up at once. */
export function candidatePackages(names: readonly ToolName[], manager: PackageManager): readonly string[] {
  return [...new Set(names.flatMap(name => packagesOf[manager][name].alternatives))]
}
