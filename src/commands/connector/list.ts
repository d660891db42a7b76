import {connectRequest} from '../../clients/connect-requests.js'
import {ConnectCommand} from '../../connect-command.js'

export default class ConnectorList extends ConnectCommand {
  static override summary = 'List connectors, each with the worst state of itself and its tasks'
  static override aliases = ['connector:ls']
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json']

  async run() {
    const {flags} = await this.parse(ConnectorList)
    const [{listConnectors}, {connectorListView}] = await Promise.all([
      import('../../connectors/list-connectors.js'),
      import('../../ui/views/connectors.js'),
    ])
    await this.showRequests(flags, [connectRequest.statuses()])
    return this.print(await listConnectors(await this.connect(flags), []), connectorListView)
  }
}
