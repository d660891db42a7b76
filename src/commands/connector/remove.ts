import {Args, Flags} from '@oclif/core'
import {connectRequest} from '../../clients/connect-requests.js'
import {ConnectCommand} from '../../connect-command.js'

export default class ConnectorRemove extends ConnectCommand {
  static override summary = 'Remove connectors; their topics and tables stay'
  static override strict = false
  static override args = {name: Args.string({ignoreStdin: true, required: true, summary: 'Names of connectors'})}
  static override flags = {
    yes: Flags.boolean({char: 'y', summary: 'Do not ask'}),
    'if-exists': Flags.boolean({summary: 'No error for those that are not there'}),
    'dry-run': Flags.boolean({summary: 'Only say which would be removed'}),
  }
  static override aliases = ['connector:rm', 'connector:delete', 'connector:unload']
  static override examples = [
    {description: 'One', command: '<%= config.bin %> <%= command.id %> my-sink-connect --yes'},
    {
      description: 'Two, whether they are there or not',
      command: '<%= config.bin %> <%= command.id %> my-source-connect my-sink-connect --if-exists --yes',
    },
    {description: 'Only whether it could be', command: '<%= config.bin %> <%= command.id %> my-sink-connect --dry-run'},
  ]

  async run() {
    const {argv, flags} = await this.parse(ConnectorRemove)
    const [{removeConnectors}, {approveDeletion}, {changedConnectorsView}] = await Promise.all([
      import('../../connectors/change-connectors.js'),
      import('../../ui/approve-deletion.js'),
      import('../../ui/views/connectors.js'),
    ])
    const names = argv.map(String)
    await this.showRequests(flags, names.map(connectRequest.remove))
    const approve = approveDeletion(flags, this.terminal)
    return this.print(await removeConnectors(await this.connect(flags), names, flags, approve), changedConnectorsView)
  }
}
