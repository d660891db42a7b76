import {MsaCommand} from '../base-command.js'
import {durationFlag, nameArgument} from '../ui/flags.js'

export default class Wait extends MsaCommand {
  static override summary = 'Wait until components are ready'
  static override examples = [
    {description: 'All of them, for at most a minute', command: '<%= config.bin %> wait --timeout 60'},
  ]
  static override strict = false
  static override args = {name: nameArgument({required: false, description: 'Components or instances'})}
  static override flags = {timeout: durationFlag({summary: 'Give up waiting after so long; the lab goes on'})}

  async run() {
    const {flags, argv} = await this.parse(Wait)
    const [{waitForComponents}, {createReporter}, {changedView}] = await Promise.all([
      import('../lab/client/change-lab.js'),
      import('../ui/progress/reporter.js'),
      import('../ui/views/changed.js'),
    ])
    const {identity: lab} = await this.place()
    const reporter = await createReporter(this.terminal, 'up', this.jsonEnabled())
    const change = {lab, env: process.env, asked: argv as string[], onState: reporter.state, signal: this.interrupt()}
    const result = await waitForComponents({...change, timeoutMs: flags.timeout}).finally(reporter.end)
    return this.print(result, changedView('ready'))
  }
}
