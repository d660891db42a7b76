import {Args, Flags} from '@oclif/core'
import {ConnectCommand} from '../../connect-command.js'

export default class ConnectorDiff extends ConnectCommand {
  static override summary = 'Compare files with the connectors that run'
  static override strict = false
  static override args = {path: Args.string({ignoreStdin: true, required: true, summary: 'Files and folders'})}
  static override flags = {
    ...ConnectCommand.varFlag,
    translate: Flags.boolean({
      default: true,
      allowNo: true,
      summary: "Compare with Debezium's settings where Confluent's connectors are not installed",
    }),
  }
  static override examples = [
    {description: 'All files of a folder', command: '<%= config.bin %> <%= command.id %> connectors'},
    {
      description: 'One file, as it is written',
      command: '<%= config.bin %> <%= command.id %> connectors/my-sink-connect.json --no-translate',
    },
  ]

  async run() {
    const {argv, flags} = await this.parse(ConnectorDiff)
    const [{diffConnectors}, {readAll}, {diffView}] = await Promise.all([
      import('../../connectors/apply-connectors.js'),
      import('../../connectors/add-flags.js'),
      import('../../ui/views/connectors.js'),
    ])
    const wanted = await readAll(argv.map(String))
    const diffs = await diffConnectors(wanted, await this.places({...flags, wait: false}), flags.translate)
    process.exitCode = diffs.every(({state}) => state === 'same') ? 0 : 3
    return this.print(diffs, diffView)
  }
}
