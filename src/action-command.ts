import {Args, Flags} from '@oclif/core'
import {type ConnectorAction, connectRequest} from './clients/connect-requests.js'
import {ConnectCommand} from './connect-command.js'
import {durationFlag} from './ui/flags.js'

/** `pause`, `resume` and `stop`: one wish for each of the named connectors. */
export abstract class ActionCommand extends ConnectCommand {
  static override strict = false
  static override args = {name: Args.string({ignoreStdin: true, required: true, summary: 'Names of connectors'})}
  static override flags = {
    timeout: durationFlag({default: 30_000, summary: 'Give up waiting after so long'}),
    'dry-run': Flags.boolean({summary: 'Only say what they are now, and what would be asked of them'}),
  }

  protected abstract readonly action: ConnectorAction

  async run() {
    const {argv, flags} = await this.parse(ActionCommand)
    const [{actOnConnectors}, {changedConnectorsView}] = await Promise.all([
      import('./connectors/change-connectors.js'),
      import('./ui/views/connectors.js'),
    ])
    const names = argv.map(String)
    const requests = names.map(name => connectRequest.act(name, this.action))
    await this.showRequests(flags, requests)
    const changed = await actOnConnectors(await this.connect(flags), names, this.action, flags)
    return this.print(changed, changedConnectorsView)
  }
}
