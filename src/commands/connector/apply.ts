import {Args, Flags} from '@oclif/core'
import {ConnectCommand} from '../../connect-command.js'
import {durationFlag} from '../../ui/flags.js'

export default class ConnectorApply extends ConnectCommand {
  static override summary = 'Make the connectors be what the files of a folder say'
  static override description = 'Only what differs is sent; what is there besides is left alone.'
  static override strict = false
  static override args = {path: Args.string({ignoreStdin: true, required: true, summary: 'Folders and files'})}
  static override flags = {
    ...ConnectCommand.varFlag,
    translate: Flags.boolean({
      default: true,
      allowNo: true,
      summary: "Let Debezium's connectors do it where Confluent's are not installed, as msa up does",
    }),
    'dry-run': Flags.boolean({summary: 'Validate, and say what would change'}),
    validate: Flags.boolean({default: true, allowNo: true, summary: 'Ask the connectors and their databases first'}),
    wait: Flags.boolean({summary: 'Wait for Kafka Connect, too, when it is not up yet'}),
    follow: Flags.boolean({default: true, allowNo: true, summary: 'Stay until the connectors and their tasks run'}),
    timeout: durationFlag({default: 60_000, summary: 'Give up on each after so long'}),
  }
  static override examples = [
    '<%= config.bin %> <%= command.id %> connectors',
    '<%= config.bin %> <%= command.id %> connectors --dry-run',
  ]

  async run() {
    const {argv, flags} = await this.parse(ConnectorApply)
    const [{applyConnectors}, {readAll, addOptions}, {addedView, requireRunning}] = await Promise.all([
      import('../../connectors/apply-connectors.js'),
      import('../../connectors/add-flags.js'),
      import('../../ui/views/added-connectors.js'),
    ])
    const wanted = await readAll(argv.map(String))
    const places = await this.places(flags)
    const added = await applyConnectors(wanted, places, addOptions(flags), line => this.say(line))
    return this.print(requireRunning(added), addedView)
  }
}
