import {Args, Flags} from '@oclif/core'
import {connectRequest} from '../../clients/connect-requests.js'
import {ConnectCommand} from '../../connect-command.js'
import {durationFlag} from '../../ui/flags.js'

export default class ConnectorRestart extends ConnectCommand {
  static override summary = 'Restart what has failed of connectors: they themselves and their tasks'
  static override strict = false
  static override args = {name: Args.string({ignoreStdin: true, required: true, summary: 'Names of connectors'})}
  static override flags = {
    all: Flags.boolean({char: 'a', summary: 'Also what runs'}),
    timeout: durationFlag({default: 30_000, summary: 'Give up waiting after so long'}),
    'dry-run': Flags.boolean({summary: 'Only say which would be restarted'}),
  }
  static override examples = [
    {description: 'What has failed of it', command: '<%= config.bin %> <%= command.id %> my-sink-connect'},
    {description: 'Also what runs', command: '<%= config.bin %> <%= command.id %> my-sink-connect --all'},
    {
      description: 'Which would be restarted',
      command: '<%= config.bin %> <%= command.id %> my-source-connect my-sink-connect --dry-run',
    },
  ]

  async run() {
    const {argv, flags} = await this.parse(ConnectorRestart)
    const [{restartConnectors}, {changedConnectorsView}] = await Promise.all([
      import('../../connectors/change-connectors.js'),
      import('../../ui/views/connectors.js'),
    ])
    const names = argv.map(String)
    await this.showRequests(
      flags,
      names.map(name => connectRequest.restart(name, !flags.all)),
    )
    const changed = await restartConnectors(await this.connect(flags), names, flags)
    if (changed.some(({state}) => state === 'FAILED')) process.exitCode = 1
    return this.print(changed, changedConnectorsView)
  }
}
