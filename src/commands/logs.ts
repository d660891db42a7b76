import {Flags} from '@oclif/core'
import {MsaCommand} from '../base-command.js'
import {durationFlag, nameArgument, tailFlag} from '../ui/flags.js'

/** `-f` follows here, as it does in every other tool. */
const {char: _, ...fileFlag} = MsaCommand.baseFlags.file

export default class Logs extends MsaCommand {
  static override summary = 'Show what components wrote, in the order of time'
  static override description =
    'Without names the logs of all components are merged. The supervisor has a log of its own: msa logs supervisor.'
  static override examples = [
    {description: 'The last lines of everything, then what comes', command: '<%= config.bin %> logs -f'},
    {description: 'What Kafka said in the last five minutes', command: '<%= config.bin %> logs kafka --since 5m'},
    {description: 'One request through all services', command: '<%= config.bin %> logs --trace 6b04cc22ee91bc16'},
  ]
  static override strict = false
  static override baseFlags = {file: fileFlag}
  static override args = {name: nameArgument({description: 'Components; all when none is named'})}
  static override flags = {
    follow: Flags.boolean({char: 'f', summary: 'Go on with what is written from now on, until Ctrl-C'}),
    tail: tailFlag({
      char: 'n',
      summary: 'Last lines of each log, or "all"; 100 unless --since, --grep or --trace is given',
    }),
    since: durationFlag({summary: 'Only lines of the last so long, such as 5m'}),
    grep: Flags.string({summary: 'Only lines that match this regular expression (RE2)', helpValue: 'RE'}),
    trace: Flags.string({summary: 'Only lines with this trace id', helpValue: 'ID'}),
  }

  async run() {
    const {flags, argv} = await this.parse(Logs)
    const [{logFiles}, {showLogs}, {lineTest}, {logLineView}, {linesWanted}] = await Promise.all([
      import('../logs/log-files.js'),
      import('../logs/show-logs.js'),
      import('../logs/merge.js'),
      import('../ui/views/log-line.js'),
      import('../logs/lines-wanted.js'),
    ])
    const files = await logFiles((await this.place()).identity, argv as string[])
    const sinceMs = flags.since === undefined ? undefined : Date.now() - flags.since
    const test = await lineTest({grep: flags.grep, sinceMs, traceId: flags.trace})
    const lines = showLogs({files, tail: linesWanted(flags), follow: flags.follow, test}, this.interrupt())
    await this.stream(
      lines,
      logLineView(
        files.map(({component}) => component),
        this.terminal.paint,
      ),
    )
  }
}
