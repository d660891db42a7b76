import {cacheFolder} from '../lab/place.js'
import type {Machine} from '../lab/up/machine.js'
import {type UpDeps, type Upped, upLab} from '../lab/up/up-lab.js'
import type {UpRequest} from '../lab/up/up-request.js'
import {packageRoot} from '../platform/package-root.js'
import {catalogue} from '../stacks/index.js'
import {installMissing} from './install-missing.js'
import {createReporter} from './progress/create-reporter.js'
import {showFetch} from './show-fetch.js'
import {showPull} from './show-pull.js'
import type {Terminal} from './terminal.js'
import {startLines} from './views/tasks-by-hand.js'

export interface StartOptions {
  readonly terminal: Terminal
  readonly isQuiet: boolean
  /** Install missing programs without asking. */
  readonly yes: boolean
  /** Print, first, how each component would be started by hand. */
  readonly show?: boolean
}

type StartRequest = Omit<UpRequest, 'env' | 'cwd' | 'by'>

/** `up` with the terminal, the environment and this machine filled in. */
export async function startLab(request: StartRequest, options: StartOptions): Promise<Upped> {
  const reporter = await createReporter(options.terminal, 'up', options.isQuiet)
  const {terminal, isQuiet} = options
  // To be pasted, so without the time before it; above the live list, where there is one.
  const note = terminal.stderrIsInteractive && !isQuiet ? reporter.note : (line: string) => terminal.note(line)
  const deps: UpDeps = {
    machine: thisMachine(process.env),
    onState: reporter.state,
    onFetch: progress => showFetch(progress, reporter),
    onPull: progress => showPull(progress, reporter),
    note: reporter.note,
    show: options.show ? tasks => startLines(tasks.map(task => ({task}))).forEach(note) : undefined,
    // Offline it is `provision` that says what is missing.
    install: request.offline
      ? async () => undefined
      : installMissing({...options, signal: request.signal}, reporter.work),
    afterwards: async (lab, {place, env, signal}) => {
      const {settleLab} = await import('../declared/settle-lab.js')
      await settleLab({lab, place, catalogue, env, signal, work: reporter.work})
    },
  }
  return upLab({...request, env: process.env, cwd: process.cwd(), by: 'msa up'}, deps).finally(reporter.end)
}

export function thisMachine(env: NodeJS.ProcessEnv): Machine {
  return {
    catalogue,
    cacheDir: cacheFolder(env),
    packageDir: packageRoot(),
    home: env.HOME,
    isRoot: process.getuid?.() === 0,
    platform: process.platform,
  }
}
