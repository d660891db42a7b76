import {MsaCommand} from '../base-command.js'
import {durationFlag, nameArgument} from '../ui/flags.js'

export default class Start extends MsaCommand {
  static override summary = 'Start components of the running lab, and what they depend on'
  static override examples = [{description: 'One that was stopped or failed', command: '<%= config.bin %> start kafka'}]
  static override strict = false
  static override args = {name: nameArgument({required: true, description: 'Components or instances'})}
  static override flags = {timeout: durationFlag({summary: 'Give up waiting after so long; the lab goes on'})}

  async run() {
    const {flags, argv} = await this.parse(Start)
    const [{startComponents}, {createReporter}, {changedView}] = await Promise.all([
      import('../lab/client/change-lab.js'),
      import('../ui/progress/reporter.js'),
      import('../ui/views/changed.js'),
    ])
    const {identity: lab} = await this.place()
    const reporter = await createReporter(this.terminal, 'up', this.jsonEnabled())
    const change = {lab, env: process.env, asked: argv as string[], onState: reporter.state, signal: this.interrupt()}
    const result = await startComponents({...change, timeoutMs: flags.timeout}).finally(reporter.end)
    return this.print(result, changedView('started'))
  }
}
