import {Flags} from '@oclif/core'
import {connectRequest} from '../../clients/connect-requests.js'
import {ConnectCommand} from '../../connect-command.js'

export default class ConnectorPlugins extends ConnectCommand {
  static override summary = 'List the connectors that are installed'
  static override flags = {
    all: Flags.boolean({
      char: 'a',
      summary: "Also transforms, predicates and converters, and Kafka's own for tests and mirrors",
    }),
  }
  static override examples = [
    {description: 'Those that connect something', command: '<%= config.bin %> <%= command.id %>'},
    {description: "Transforms, converters and Kafka's own, too", command: '<%= config.bin %> <%= command.id %> --all'},
  ]

  async run() {
    const {flags} = await this.parse(ConnectorPlugins)
    const [{listPlugins}, {pluginsView}] = await Promise.all([
      import('../../connectors/list-connectors.js'),
      import('../../ui/views/connectors.js'),
    ])
    await this.showRequests(flags, [connectRequest.plugins(flags.all)])
    return this.print(await listPlugins(await this.connect(flags), flags.all), pluginsView)
  }
}
