import {Flags} from '@oclif/core'
import {MsaCommand} from '../base-command.js'
import {durationFlag, nameArgument} from '../ui/flags.js'

export default class Wait extends MsaCommand {
  static override summary = 'Wait until components are ready, or services can be reached'
  static override examples = [
    {description: 'All of them, for at most a minute', command: '<%= config.bin %> wait --timeout 60'},
    {description: 'Until the gateway knows a service', command: '<%= config.bin %> wait user-service --for registered'},
  ]
  static override strict = false
  static override args = {name: nameArgument({description: 'Components or instances; all when none is named'})}
  static override flags = {
    for: Flags.option({
      options: ['ready', 'registered'] as const,
      default: 'ready' as const,
      summary: 'registered: also until discovery and the gateway know a service',
    })(),
    timeout: durationFlag({summary: 'Give up waiting after so long; the lab goes on'}),
  }

  async run() {
    const {flags, argv} = await this.parse(Wait)
    const [{waitForComponents, waitForRegistered}, {catalogue}, {createReporter}, {changedView}] = await Promise.all([
      import('../lab/client/change-lab.js'),
      import('../stacks/index.js'),
      import('../ui/progress/create-reporter.js'),
      import('../ui/views/changed.js'),
    ])
    const {identity: lab} = await this.place()
    const reporter = await createReporter(this.terminal, 'up', this.jsonEnabled())
    const wish = {lab, env: process.env, asked: argv as string[], onState: reporter.state, signal: this.interrupt()}
    const change = {...wish, timeoutMs: flags.timeout}
    const waiting = flags.for === 'registered' ? waitForRegistered(change, catalogue) : waitForComponents(change)
    return this.print(await waiting.finally(reporter.end), changedView(flags.for))
  }
}
