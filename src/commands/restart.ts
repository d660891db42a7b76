import {Flags} from '@oclif/core'
import {MsaCommand} from '../base-command.js'
import {durationFlag, nameArgument} from '../ui/flags.js'

export default class Restart extends MsaCommand {
  static override summary = 'Restart components; what depends on them goes on, or restarts with them'
  static override examples = [
    {description: 'One component', command: '<%= config.bin %> restart connect'},
    {description: 'And all that depend on it', command: '<%= config.bin %> restart zookeeper --with-dependents'},
  ]
  static override strict = false
  static override args = {name: nameArgument({required: true, description: 'Components or instances'})}
  static override flags = {
    'with-dependents': Flags.boolean({summary: 'Also restart those that depend on them'}),
    timeout: durationFlag({summary: 'Give up waiting after so long; the lab goes on'}),
  }

  async run() {
    const {flags, argv} = await this.parse(Restart)
    const [{restartComponents}, {createReporter}, {changedView}] = await Promise.all([
      import('../lab/client/change-lab.js'),
      import('../ui/progress/reporter.js'),
      import('../ui/views/changed.js'),
    ])
    const {identity: lab} = await this.place()
    const reporter = await createReporter(this.terminal, 'up', this.jsonEnabled())
    const change = {lab, env: process.env, asked: argv as string[], onState: reporter.state, signal: this.interrupt()}
    const result = await restartComponents({...change, timeoutMs: flags.timeout}, flags['with-dependents']).finally(
      reporter.end,
    )
    return this.print(result, changedView('restarted'))
  }
}
