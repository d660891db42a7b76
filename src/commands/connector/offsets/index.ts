import {Args} from '@oclif/core'
import {connectRequest} from '../../../clients/connect-requests.js'
import {ConnectCommand} from '../../../connect-command.js'

export default class ConnectorOffsets extends ConnectCommand {
  static override summary = 'Show how far a connector has come'
  static override args = {name: Args.string({ignoreStdin: true, required: true, summary: 'Name of the connector'})}
  static override examples = [
    {description: 'A source: how far it has read', command: '<%= config.bin %> <%= command.id %> my-source-connect'},
    {description: 'A sink, for a script', command: '<%= config.bin %> <%= command.id %> my-sink-connect --json'},
  ]

  async run() {
    const {args, flags} = await this.parse(ConnectorOffsets)
    const [{connectorOffsets}, {offsetsView}] = await Promise.all([
      import('../../../connectors/connector-offsets.js'),
      import('../../../ui/views/connector-offsets.js'),
    ])
    await this.showRequests(flags, [connectRequest.offsets(args.name)])
    return this.print(await connectorOffsets(await this.connect(flags), args.name), offsetsView)
  }
}
