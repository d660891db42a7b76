import {Flags} from '@oclif/core'
import {MsaCommand} from '../base-command.js'
import {nameArgument} from '../ui/flags.js'

export default class Down extends MsaCommand {
  static override summary = 'Stop the lab, dependents first; nothing of it is left'
  static override description =
    'With names only these components are stopped, and those that depend on them. Data stays unless --volumes is given; with names, only theirs goes.'
  static override examples = [
    {description: 'Everything', command: '<%= config.bin %> down'},
    {description: 'One component, and what depends on it', command: '<%= config.bin %> down kafka'},
    {description: 'Everything, and delete the data', command: '<%= config.bin %> down --volumes --yes'},
  ]
  static override strict = false
  static override args = {name: nameArgument({description: 'Components; all when none is named'})}
  static override flags = {
    volumes: Flags.boolean({char: 'v', summary: 'Also delete the data of the lab; asks first'}),
    yes: Flags.boolean({char: 'y', summary: 'Delete without a question'}),
    force: Flags.boolean({summary: 'Do not ask the supervisor, which hangs: end it and everything it started'}),
    show: Flags.boolean({summary: 'Print, first, the signals and deletions that do it'}),
    'dry-run': Flags.boolean({summary: 'Only say what would be stopped'}),
  }

  async run() {
    const {flags, argv} = await this.parse(Down)
    const [{takeDown}, {createReporter}, {approveDeletion}, {downView}] = await Promise.all([
      import('../lab/client/take-down.js'),
      import('../ui/progress/create-reporter.js'),
      import('../ui/approve-deletion.js'),
      import('../ui/views/down.js'),
    ])
    const wish = {place: await this.place(), env: process.env, asked: argv as string[]}
    if (flags.show) {
      const {downByHand} = await import('../ui/down-by-hand.js')
      await downByHand(wish, flags.volumes, line => this.terminal.note(line))
    }
    const reporter = await createReporter(this.terminal, 'down', this.jsonEnabled())
    const result = await takeDown({
      ...{...wish, onState: reporter.state},
      ...{force: flags.force, volumes: flags.volumes, dryRun: flags['dry-run'], signal: this.interrupt()},
      approve: approveDeletion(flags, this.terminal),
    }).finally(reporter.end)
    return this.print(result, downView)
  }
}
