import {join} from 'node:path'
import {MsaError} from '../errors.js'
import {makePrivateFolder} from '../platform/files.js'
import type {ProgramEnd} from '../platform/run-program.js'
import {runToFile} from '../platform/run-to-file.js'
import {aptScript, aptUpdate} from './apt-script.js'
import {installFailure} from './install-failure.js'
import {candidatePackages, type InstallPlan, planInstall} from './install-plan.js'
import {findPackageManager, type ManagerOptions, packagesInArchive} from './package-manager.js'
import {programSpecs, type ToolName} from './programs.js'

export interface InstallOptions extends ManagerOptions {
  readonly cacheDir: string
  /** What the package manager writes, as it writes it. */
  readonly onOutput: (text: string) => void
}

/** What `installPrograms` would do, to be shown before anybody says yes. */
export async function installPlan(names: readonly ToolName[], options: ManagerOptions): Promise<InstallPlan> {
  return planInstall(names, await findPackageManager(names, options))
}

/**
 * Installs programs with the system's package manager; the yes was given before. Once it runs it is not stopped: an interrupt ends msa
 * after it, and a second one at once, while it goes on. Answers with what was installed, and for what the archive has no package.
 */
export async function installPrograms(names: readonly ToolName[], options: InstallOptions): Promise<InstallPlan> {
  await makePrivateFolder(options.cacheDir)
  const plan = await installPlan(names, options)
  if (plan.updateFirst) return updateAndInstall(names, plan, options)
  const end = await install(plan, options)
  if (end.exitCode === 0) return plan
  // Lists that are fresh by their date, while the mirror has newer versions.
  if (plan.manager === 'apt-get' && /404 +Not Found/.test(end.output)) return updateAndInstall(names, plan, options)
  throw installFailure(plan, end)
}

async function updateAndInstall(
  names: readonly ToolName[],
  before: InstallPlan,
  options: InstallOptions,
): Promise<InstallPlan> {
  const updated = await run([...before.prefix, ...aptUpdate], options)
  if (updated.exitCode !== 0) throw installFailure({shown: ['apt-get update']}, updated)
  const available = await packagesInArchive(candidatePackages(names, before.manager), options)
  const plan = planInstall(names, {...before, available})
  const end = await install(plan, options)
  if (end.exitCode !== 0) throw installFailure(plan, end)
  return plan
}

async function install(plan: InstallPlan, options: InstallOptions): Promise<ProgramEnd> {
  if (plan.packages.length === 0) throw noPackage(plan)
  return run(
    plan.manager === 'brew'
      ? ['brew', 'install', ...plan.packages]
      : [...plan.prefix, 'sh', '-c', aptScript(plan.packages, plan.units)],
    options,
  )
}

async function run([command = '', ...args]: readonly string[], options: InstallOptions): Promise<ProgramEnd> {
  options.signal.throwIfAborted()
  const end = await runToFile(command, args, {...options, logFile: join(options.cacheDir, 'package-manager.log')})
  options.signal.throwIfAborted()
  return end
}

function noPackage({unavailable, manager}: InstallPlan): MsaError {
  const [first = 'java', ...others] = unavailable
  const byHand = (name: ToolName) =>
    `Install it by hand and name its folder: ${programSpecs[name].homes[0]}=/its/folder`
  const labels = [first, ...others].map(name => programSpecs[name].label).join(', ')
  return new MsaError('E_PREREQUISITE_MISSING', `the archive of ${manager} has no package for ${labels}`, {
    tryThis: [byHand(first), ...others.map(byHand)],
  })
}
