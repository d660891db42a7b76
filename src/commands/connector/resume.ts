import {Args} from '@oclif/core'
import {ConnectCommand} from '../../connect-command.js'
import {durationFlag} from '../../ui/flags.js'

export default class ConnectorResume extends ConnectCommand {
  static override summary = 'Let paused or stopped connectors go on'
  static override strict = false
  static override args = {name: Args.string({ignoreStdin: true, required: true, summary: 'Names of connectors'})}
  static override flags = {timeout: durationFlag({default: 30_000, summary: 'Give up waiting after so long'})}
  static override examples = ['<%= config.bin %> <%= command.id %> my-sink-connect']

  async run() {
    const {argv, flags} = await this.parse(ConnectorResume)
    const [{actOnConnectors}, {changedConnectorsView}] = await Promise.all([
      import('../../connectors/change-connectors.js'),
      import('../../ui/views/connectors.js'),
    ])
    const names = argv.map(String)
    await this.showCurl(flags, 'PUT', `/connectors/${names[0]}/resume`)
    const changed = await actOnConnectors(await this.connect(flags), names, 'resume', flags.timeout)
    return this.print(changed, changedConnectorsView)
  }
}
