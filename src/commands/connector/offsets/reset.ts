import {Args, Flags} from '@oclif/core'
import type {ConnectRequest} from '../../../clients/connect-requests.js'
import {ConnectCommand} from '../../../connect-command.js'
import {durationFlag} from '../../../ui/flags.js'

export default class ConnectorOffsetsReset extends ConnectCommand {
  static override summary = 'Let a connector begin anew: a source reads its tables again, a sink its topics'
  static override args = {name: Args.string({ignoreStdin: true, required: true, summary: 'Name of the connector'})}
  static override flags = {
    yes: Flags.boolean({char: 'y', summary: 'Do not ask'}),
    timeout: durationFlag({default: 30_000, summary: 'Give up waiting after so long'}),
    'dry-run': Flags.boolean({summary: 'Only say what would be done'}),
  }
  static override examples = [
    {
      description: 'Let a source read its tables again',
      command: '<%= config.bin %> <%= command.id %> my-source-connect',
    },
    {
      description: 'The requests that would do it',
      command: '<%= config.bin %> <%= command.id %> my-sink-connect --dry-run --show',
    },
  ]

  async run() {
    const {args, flags} = await this.parse(ConnectorOffsetsReset)
    const [{resetOffsets}, {approveDeletion}, {changedConnectorsView}] = await Promise.all([
      import('../../../connectors/change-connectors.js'),
      import('../../../ui/approve-deletion.js'),
      import('../../../ui/views/connectors.js'),
    ])
    const asking = {
      show: (requests: readonly ConnectRequest[]) => this.showRequests(flags, requests),
      approve: approveDeletion(flags, this.terminal),
    }
    const changed = await resetOffsets(await this.connect(flags), args.name, flags, asking)
    return this.print([changed], changedConnectorsView)
  }
}
