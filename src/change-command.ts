import {Flags} from '@oclif/core'
import {MsaCommand} from './base-command.js'
import type {Changed, ChangeLab} from './lab/client/change-lab.js'
import {durationFlag, nameArgument} from './ui/flags.js'

/** What `start`, `stop` and `restart` share: components of the running lab are named, and followed until it is so. */
export abstract class ChangeCommand extends MsaCommand {
  static override strict = false
  static override args = {name: nameArgument({required: true, description: 'Components or instances'})}
  static override flags = {
    timeout: durationFlag({summary: 'Give up waiting after so long; the lab goes on'}),
    'dry-run': Flags.boolean({summary: 'Only say which it would be'}),
    show: Flags.boolean({summary: 'Print, first, what does the same by hand; secrets masked'}),
  }

  protected async change(
    wish: {readonly asked: readonly unknown[]; readonly flags: ChangeFlags; readonly word: string},
    direction: 'up' | 'down',
    act: (change: ChangeLab) => Promise<Changed>,
  ): Promise<Changed> {
    const {asked, flags, word} = wish
    const [{createReporter}, {changedView}] = await Promise.all([
      import('./ui/progress/create-reporter.js'),
      import('./ui/views/changed.js'),
    ])
    const {identity: lab} = await this.place()
    const wanted = {lab, env: process.env, asked: asked.map(String), timeoutMs: flags.timeout}
    const signal = this.interrupt()
    if (flags.show) await this.showTasks(word, await act({...wanted, signal, onState: () => undefined, dryRun: true}))
    const reporter = await createReporter(this.terminal, direction, this.jsonEnabled())
    const change = {...wanted, signal, onState: reporter.state, dryRun: flags['dry-run']}
    return this.print(await act(change).finally(reporter.end), changedView(word))
  }

  private async showTasks(word: string, {names}: Changed): Promise<void> {
    const [{runningTasks}, {startLines, stopLines}] = await Promise.all([
      import('./lab/client/running-tasks.js'),
      import('./ui/views/tasks-by-hand.js'),
    ])
    const running = await runningTasks((await this.place()).identity, process.env, names)
    const stop = word === 'started' ? [] : stopLines(running)
    const lines = [...stop, ...(word === 'stopped' ? [] : startLines(running.tasks))]
    for (const line of lines) this.terminal.note(line)
  }
}

interface ChangeFlags {
  readonly timeout?: number | undefined
  readonly 'dry-run': boolean
  readonly show: boolean
}
