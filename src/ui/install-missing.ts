import type {MissingTool} from '../distributions/find-program.js'
import {installPlan, installPrograms} from '../distributions/install.js'
import type {InstallPlan} from '../distributions/install-plan.js'
import {missingProgramsError} from '../distributions/missing.js'
import {cacheFolder} from '../lab/place.js'
import type {Terminal} from './terminal.js'

export interface InstallMissing {
  readonly terminal: Terminal
  readonly isQuiet: boolean
  /** The person has said yes beforehand. */
  readonly yes: boolean
  readonly signal: AbortSignal
}

type ShowWork = (key: string, text: string, isDone: boolean) => void

/** Installs programs with the system's package manager: the command is shown, and nothing happens without a yes. */
export function installMissing(options: InstallMissing, showWork: ShowWork) {
  return async (missing: readonly MissingTool[]): Promise<void> => {
    // Who named a place means it: another one beside it would not be looked at.
    const names = missing.filter(({namedBy}) => namedBy === undefined).map(({name}) => name)
    if (names.length === 0) throw missingProgramsError(missing)
    const machine = {env: process.env, isRoot: process.getuid?.() === 0, signal: options.signal}
    const plan = await installPlan(names, machine).catch(error => {
      throw missingProgramsError(missing, {whyNot: error})
    })
    if (plan.packages.length === 0) throw missingProgramsError(missing)
    await askForYes(missing, plan, options)
    const key = `install by ${plan.manager}`
    showWork(key, plan.shown.join(' && '), false)
    await installPrograms(names, {
      ...machine,
      cacheDir: cacheFolder(process.env),
      onOutput: text => showWork(key, lastLineOf(text), false),
    })
    showWork(key, `${plan.packages.join(', ')} are here; no service of theirs was started`, true)
  }
}

async function askForYes(
  missing: readonly MissingTool[],
  plan: InstallPlan,
  {yes, isQuiet, terminal}: InstallMissing,
): Promise<void> {
  if (yes) return
  const canAsk = !isQuiet && terminal.stderrIsInteractive && process.stdin.isTTY === true
  if (canAsk) {
    const {promptYesNo} = await import('./prompt.js')
    terminal.note(['Missing:', ...missing.map(({reason}) => `  ${reason}`), 'To be run:', ...indented(plan)].join('\n'))
    if (await promptYesNo('Install them now?')) return
  }
  throw missingProgramsError(missing, {byHand: plan.shown})
}

function indented({shown}: InstallPlan): string[] {
  return shown.map(line => `  ${line}`)
}

function lastLineOf(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? ''
}
