import {Args, Flags} from '@oclif/core'
import {ConnectCommand} from '../../connect-command.js'

export default class ConnectorValidate extends ConnectCommand {
  static override summary = 'Ask the connector itself what it thinks of settings; nothing is changed'
  static override strict = false
  static override args = {path: Args.string({ignoreStdin: true, required: true, summary: 'Files and folders'})}
  static override flags = {
    ...ConnectCommand.varFlag,
    translate: Flags.boolean({summary: "As Debezium's where Confluent's connectors are not installed"}),
  }
  static override examples = [
    {description: 'All files of a folder', command: '<%= config.bin %> <%= command.id %> connectors'},
    {
      description: "One of Confluent's, as Debezium's",
      command: '<%= config.bin %> <%= command.id %> connectors/my-sink-connect.json --translate',
    },
  ]

  async run() {
    const {argv, flags} = await this.parse(ConnectorValidate)
    const [{validateConnectors}, {readAll}, {validationView}] = await Promise.all([
      import('../../connectors/apply-connectors.js'),
      import('../../connectors/add-flags.js'),
      import('../../ui/views/connectors.js'),
    ])
    const wanted = await readAll(argv.map(String))
    const reports = await validateConnectors(wanted, await this.places({...flags, wait: false}), flags.translate)
    process.exitCode = reports.every(({valid}) => valid) ? 0 : 3
    return this.print(reports, validationView)
  }
}
