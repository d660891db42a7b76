import {Flags} from '@oclif/core'
import {MsaCommand} from '../base-command.js'

export default class Status extends MsaCommand {
  static override aliases = ['ps']
  static override summary = 'Show what runs: state, process, ports, restarts, memory'
  static override examples = [
    {description: 'Once', command: '<%= config.bin %> status'},
    {description: 'A live screen', command: '<%= config.bin %> status --watch'},
    {description: 'For a script: is everything ready?', command: '<%= config.bin %> status --exit-code --json'},
  ]
  static override flags = {
    watch: Flags.boolean({char: 'w', summary: 'Draw anew every second until Ctrl-C'}),
    'exit-code': Flags.boolean({summary: 'End with 3 unless every component is ready'}),
  }

  async run() {
    const {flags} = await this.parse(Status)
    const [{labStatus, isAllReady}, {catalogue}, {statusView}] = await Promise.all([
      import('../lab/client/status.js'),
      import('../stacks/index.js'),
      import('../ui/views/status.js'),
    ])
    const place = await this.place()
    const look = () => labStatus(place, catalogue, process.env, process.cwd())
    const {paint, columns} = this.terminal
    if (flags.watch) {
      const {watch} = await import('../ui/watch.js')
      return watch(
        this.terminal,
        this.interrupt(),
        look,
        this.jsonEnabled() ? undefined : status => statusView(status, paint, columns),
      )
    }
    const status = await look()
    if (flags['exit-code'] && !isAllReady(status)) process.exitCode = 3
    return this.print(status, facts => statusView(facts, paint, columns))
  }
}
