import {Args, Flags} from '@oclif/core'
import {connectRequest} from '../../clients/connect-requests.js'
import {ConnectCommand} from '../../connect-command.js'
import {durationFlag} from '../../ui/flags.js'

export default class ConnectorConfig extends ConnectCommand {
  static override summary = 'Show the settings of a connector, secrets masked; or change some of them'
  static override args = {name: Args.string({ignoreStdin: true, required: true, summary: 'Name of the connector'})}
  static override flags = {
    set: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'KEY=VALUE',
      summary: 'Change this setting',
    }),
    unset: Flags.string({multiple: true, multipleNonGreedy: true, helpValue: 'KEY', summary: 'Take this setting away'}),
    ...ConnectCommand.varFlag,
    'dry-run': Flags.boolean({summary: 'Validate, and say what would change'}),
    validate: Flags.boolean({default: true, allowNo: true, summary: 'Ask the connector and its database first'}),
    follow: Flags.boolean({default: true, allowNo: true, summary: 'Stay until the connector and its tasks run'}),
    timeout: durationFlag({default: 60_000, summary: 'Give up after so long'}),
  }
  static override examples = [
    '<%= config.bin %> <%= command.id %> my-sink-connect',
    `<%= config.bin %> <%= command.id %> my-sink-connect --set 'connection.password=\${db-password}'`,
  ]

  async run() {
    const {args, flags} = await this.parse(ConnectorConfig)
    const [{shownConfig}, {changeConfig}, {isChange, addOptions}, {configView}, {addedView, requireRunning}] =
      await Promise.all([
        import('../../connectors/list-connectors.js'),
        import('../../connectors/change-config.js'),
        import('../../connectors/add-flags.js'),
        import('../../ui/views/connectors.js'),
        import('../../ui/views/added-connectors.js'),
      ])
    const places = await this.places({...flags, wait: false})
    if (!isChange(flags)) {
      await this.showRequests(flags, [connectRequest.config(args.name)])
      return this.print(await shownConfig(places.connect, args.name), configView)
    }
    const changed = await changeConfig(args.name, flags, places, addOptions({...flags, translate: false}))
    return this.print(requireRunning([changed]), addedView)
  }
}
