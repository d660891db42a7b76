import {Args, Flags} from '@oclif/core'
import {ConnectCommand} from '../../../connect-command.js'
import {durationFlag} from '../../../ui/flags.js'

export default class ConnectorOffsetsReset extends ConnectCommand {
  static override summary = 'Let a connector begin anew: a source reads its tables again, a sink its topics'
  static override args = {name: Args.string({ignoreStdin: true, required: true, summary: 'Name of the connector'})}
  static override flags = {
    yes: Flags.boolean({char: 'y', summary: 'Do not ask'}),
    timeout: durationFlag({default: 30_000, summary: 'Give up waiting after so long'}),
  }
  static override examples = ['<%= config.bin %> <%= command.id %> my-source-connect']

  async run() {
    const {args, flags} = await this.parse(ConnectorOffsetsReset)
    const [{resetOffsets}, {approveDeletion}, {changedConnectorsView}] = await Promise.all([
      import('../../../connectors/change-connectors.js'),
      import('../../../ui/approve-deletion.js'),
      import('../../../ui/views/connectors.js'),
    ])
    await this.showCurl(flags, 'DELETE', `/connectors/${args.name}/offsets`)
    await approveDeletion(flags, this.terminal)(`the offsets of ${args.name}`)
    const changed = await resetOffsets(await this.connect(flags), args.name, flags.timeout)
    return this.print([changed], changedConnectorsView)
  }
}
