import {MsaCommand} from '../base-command.js'
import {durationFlag, nameArgument} from '../ui/flags.js'

export default class Stop extends MsaCommand {
  static override summary = 'Stop components and those that depend on them; the lab runs on'
  static override examples = [{description: 'The broker, and Connect with it', command: '<%= config.bin %> stop kafka'}]
  static override strict = false
  static override args = {name: nameArgument({required: true, description: 'Components or instances'})}
  static override flags = {timeout: durationFlag({summary: 'Give up waiting after so long; the lab goes on'})}

  async run() {
    const {flags, argv} = await this.parse(Stop)
    const [{stopComponents}, {createReporter}, {changedView}] = await Promise.all([
      import('../lab/client/change-lab.js'),
      import('../ui/progress/reporter.js'),
      import('../ui/views/changed.js'),
    ])
    const {identity: lab} = await this.place()
    const reporter = await createReporter(this.terminal, 'down', this.jsonEnabled())
    const change = {lab, env: process.env, asked: argv as string[], onState: reporter.state, signal: this.interrupt()}
    const result = await stopComponents({...change, timeoutMs: flags.timeout}).finally(reporter.end)
    return this.print(result, changedView('stopped'))
  }
}
