import {Args, Flags} from '@oclif/core'
import {ConnectCommand} from '../../connect-command.js'
import {durationFlag} from '../../ui/flags.js'

export default class ConnectorAdd extends ConnectCommand {
  static override summary = 'Add connectors, or change them, and stay until they run'
  static override description =
    'Reads JSON (comments too), YAML or .properties; {name, config} or the settings alone; - is stdin. Validated first, sent only if something ' +
    `differs. \${NAME} is filled from --var, the secrets of the lab (\${db-password}) and the environment; {cipher}… is decrypted; neither is ever shown.`
  static override strict = false
  static override args = {
    file: Args.string({ignoreStdin: true, required: true, summary: 'Files; or a name, with --source or --sink'}),
  }
  static override flags = {
    name: Flags.string({char: 'n', summary: 'Another name than the file says'}),
    set: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'KEY=VALUE',
      summary: 'Set or change a setting',
    }),
    ...ConnectCommand.varFlag,
    source: Flags.string({exclusive: ['sink'], helpValue: 'DATABASE.TABLE', summary: 'From this table into a topic'}),
    'topic-prefix': Flags.string({
      dependsOn: ['source'],
      summary: 'What stands before the name of the table (my_topic_)',
    }),
    sink: Flags.string({helpValue: 'DATABASE', summary: 'From topics into this database'}),
    topics: Flags.string({dependsOn: ['sink'], helpValue: 'TOPIC[,TOPIC]', summary: 'The topics of --sink'}),
    translate: Flags.boolean({summary: "Let Debezium's connectors do it where Confluent's are not installed"}),
    'dry-run': Flags.boolean({summary: 'Validate, and say what would change'}),
    validate: Flags.boolean({default: true, allowNo: true, summary: 'Ask the connector and its database first'}),
    wait: Flags.boolean({summary: 'Wait for Kafka Connect, too, when it is not up yet'}),
    follow: Flags.boolean({default: true, allowNo: true, summary: 'Stay until the connector and its tasks run'}),
    timeout: durationFlag({default: 60_000, summary: 'Give up after so long'}),
  }
  static override aliases = ['connector:load']
  static override examples = [
    '<%= config.bin %> <%= command.id %> connectors/my-source-connect.json --translate',
    '<%= config.bin %> <%= command.id %> users-source --source mydb.users --topic-prefix my_topic_',
    '<%= config.bin %> <%= command.id %> users-sink --sink mydb --topics my_topic_users',
  ]

  async run() {
    const {argv, flags} = await this.parse(ConnectorAdd)
    const [{applyConnectors}, {wantedConnectors, addOptions}, {addedView, requireRunning}] = await Promise.all([
      import('../../connectors/apply-connectors.js'),
      import('../../connectors/add-flags.js'),
      import('../../ui/views/added-connectors.js'),
    ])
    const {readStdin} = await import('../../platform/stdin.js')
    const database = () => this.address('mariadb')
    const wanted = await wantedConnectors(argv.map(String), flags, {readStdin, database})
    const places = await this.places(flags)
    const added = await applyConnectors(wanted, places, addOptions(flags), line => this.say(line))
    return this.print(requireRunning(added), addedView)
  }
}
