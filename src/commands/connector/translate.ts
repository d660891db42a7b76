import {Args, Flags} from '@oclif/core'
import {ConnectCommand} from '../../connect-command.js'

export default class ConnectorTranslate extends ConnectCommand {
  static override summary = "Show what one of Confluent's JDBC connectors is among Debezium's"
  static override description =
    'The settings go to stdout as JSON, ready for connector add; what became of each, to stderr. Placeholders stay.'
  static override args = {file: Args.string({ignoreStdin: true, required: true, summary: 'File; - is stdin'})}
  static override flags = {
    name: Flags.string({char: 'n', summary: 'Another name than the file says'}),
    ...ConnectCommand.varFlag,
  }
  static override examples = [
    {description: 'Look at it', command: '<%= config.bin %> <%= command.id %> connectors/my-source-connect.json'},
    {
      description: 'Keep it as a file of its own',
      command:
        '<%= config.bin %> <%= command.id %> connectors/my-source-connect.json --name users-source > users-source.json',
    },
  ]

  async run() {
    const {args, flags} = await this.parse(ConnectorTranslate)
    const [{translateFile, shownPut}, {readStdin}, {mappingView}] = await Promise.all([
      import('../../connectors/translate/translate-file.js'),
      import('../../platform/stdin.js'),
      import('../../ui/views/added-connectors.js'),
    ])
    const {connector, mapping} = await translateFile(
      args.file,
      {name: flags.name, readStdin},
      await this.places({...flags, wait: false}),
    )
    await this.showRequests(flags, [shownPut(connector)])
    this.say(mappingView(mapping).trimEnd())
    return this.print(connector, facts => `${JSON.stringify(facts, null, 2)}\n`)
  }
}
