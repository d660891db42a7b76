import {Args} from '@oclif/core'
import {connectRequest} from '../../clients/connect-requests.js'
import {ConnectCommand} from '../../connect-command.js'

export default class ConnectorDescribe extends ConnectCommand {
  static override summary = 'Show a connector: its state, its topics, its settings'
  static override args = {name: Args.string({ignoreStdin: true, required: true, summary: 'Name of the connector'})}
  static override examples = [
    {
      description: 'State, tasks, topics and settings',
      command: '<%= config.bin %> <%= command.id %> my-source-connect',
    },
    {
      description: 'The requests that ask for them',
      command: '<%= config.bin %> <%= command.id %> my-source-connect --show',
    },
  ]

  async run() {
    const {args, flags} = await this.parse(ConnectorDescribe)
    const [{describeConnector}, {connectorDescriptionView}] = await Promise.all([
      import('../../connectors/list-connectors.js'),
      import('../../ui/views/connectors.js'),
    ])
    await this.showRequests(flags, [
      connectRequest.config(args.name),
      connectRequest.status(args.name),
      connectRequest.topics(args.name),
    ])
    return this.print(await describeConnector(await this.connect(flags), args.name), connectorDescriptionView)
  }
}
