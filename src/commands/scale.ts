import {Args, Flags} from '@oclif/core'
import {MsaCommand} from '../base-command.js'
import {durationFlag} from '../ui/flags.js'

export default class Scale extends MsaCommand {
  static override summary = 'Run more or fewer instances of a service'
  static override examples = [
    {description: 'Three of them', command: '<%= config.bin %> scale order-service=3'},
    {description: 'One again', command: '<%= config.bin %> scale order-service=1'},
    {description: 'What would be started', command: '<%= config.bin %> scale order-service=3 --dry-run'},
  ]
  static override strict = false
  static override args = {count: Args.string({required: true, description: 'SERVICE=COUNT, several of them'})}
  static override flags = {
    timeout: durationFlag({summary: 'Give up waiting after so long; the lab goes on'}),
    'dry-run': Flags.boolean({summary: 'Print the plan with its reasons, and stop there'}),
    show: Flags.boolean({summary: 'Print, first, how each component is started by hand; secrets masked'}),
  }

  async run() {
    const {flags, argv} = await this.parse(Scale)
    const [{parseCounts}, {startLab}, {upView}] = await Promise.all([
      import('../lab/instance-counts.js'),
      import('../ui/start-lab.js'),
      import('../ui/views/up.js'),
    ])
    const {wantedUp} = await import('../lab/client/change-lab.js')
    const place = await this.place()
    const counts = parseCounts(argv as string[])
    const asked = [...(await wantedUp(place.identity, process.env)), ...Object.keys(counts)]
    const upped = await startLab(
      {
        ...{place, asked, given: {instances: counts}, timeoutMs: flags.timeout},
        ...{offline: true, pull: 'never', dryRun: flags['dry-run'], signal: this.interrupt()},
      },
      {terminal: this.terminal, isQuiet: this.jsonEnabled(), yes: false, show: flags.show},
    )
    return this.print(upped, facts => upView(facts, {paint: this.terminal.paint, home: process.env.HOME}))
  }
}
