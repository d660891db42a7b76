import {Args, Flags} from '@oclif/core'
import {connectRequest} from '../../clients/connect-requests.js'
import {ConnectCommand} from '../../connect-command.js'

export default class ConnectorStatus extends ConnectCommand {
  static override summary = 'Say how connectors are, and why one has failed'
  static override strict = false
  static override args = {name: Args.string({ignoreStdin: true, summary: 'Only these'})}
  static override flags = {'exit-code': Flags.boolean({summary: 'End with 3 where one does not run'})}
  static override examples = [
    {description: 'One', command: '<%= config.bin %> <%= command.id %> my-source-connect'},
    {
      description: 'All of them, for a script: 3 says that one does not run',
      command: '<%= config.bin %> <%= command.id %> --exit-code',
    },
  ]

  async run() {
    const {argv, flags} = await this.parse(ConnectorStatus)
    const [{listConnectors}, {connectorListView}] = await Promise.all([
      import('../../connectors/list-connectors.js'),
      import('../../ui/views/connectors.js'),
    ])
    const names = argv.map(String)
    await this.showRequests(flags, names.length === 0 ? [connectRequest.statuses()] : names.map(connectRequest.status))
    const connectors = await listConnectors(await this.connect(flags), names)
    if (flags['exit-code'] && connectors.some(({state}) => state !== 'RUNNING')) process.exitCode = 3
    return this.print(connectors, connectorListView)
  }
}
