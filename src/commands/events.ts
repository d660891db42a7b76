import {Flags} from '@oclif/core'
import {MsaCommand} from '../base-command.js'

export default class Events extends MsaCommand {
  static override summary = "Show the supervisor's event stream: what happened, and what happens now"
  static override examples = [
    {description: 'What happened, then what comes', command: '<%= config.bin %> events'},
    {description: 'Only what happened so far, for a script', command: '<%= config.bin %> events --no-follow --json'},
  ]
  static override flags = {
    follow: Flags.boolean({default: true, allowNo: true, summary: 'Go on until Ctrl-C or the end of the lab'}),
  }

  async run() {
    const {flags} = await this.parse(Events)
    const [{labEvents}, {eventView}] = await Promise.all([
      import('../lab/client/lab-events.js'),
      import('../ui/views/event.js'),
    ])
    const {identity} = await this.place()
    await this.stream(
      labEvents(identity, process.env, {follow: flags.follow, signal: this.interrupt()}),
      eventView(this.terminal.paint),
    )
  }
}
