import {Args, Flags} from '@oclif/core'
import {MsaCommand} from '../../base-command.js'
import {configRequest} from '../../clients/config-requests.js'

export default class ConfigGet extends MsaCommand {
  static override summary = 'Show what a service sees of the configuration, and which file decides'
  static override description = 'Values that look like secrets are hidden in the list; --reveal shows them.'
  static override examples = [
    {description: 'Everything', command: '<%= config.bin %> <%= command.id %> user-service'},
    {description: 'Of a profile', command: '<%= config.bin %> <%= command.id %> user-service/dev'},
    {description: 'One value, alone', command: '<%= config.bin %> <%= command.id %> user-service greeting.message'},
  ]
  static override args = {
    target: Args.string({required: true, description: 'SERVICE, SERVICE/PROFILE or SERVICE/PROFILE/LABEL'}),
    key: Args.string({description: 'Only this property'}),
  }
  static override flags = {
    server: Flags.string({helpValue: 'URL', summary: "Config server to ask instead of the lab's own"}),
    reveal: Flags.boolean({summary: 'Show secrets'}),
    show: Flags.boolean({summary: 'Print the curl command that does the same'}),
  }

  async run() {
    const {args, flags} = await this.parse(ConfigGet)
    const [{configServer}, {parseConfigTarget}, {getConfig}, {urlOf}, {configByHand}, {configValueView, configView}] =
      await Promise.all([
        import('../../clients/config-server.js'),
        import('../../config/config-target.js'),
        import('../../config/get-config.js'),
        import('../../config/refresh-lab.js'),
        import('../../config/config-by-hand.js'),
        import('../../ui/views/config.js'),
      ])
    const target = parseConfigTarget(args.target)
    const server = flags.server ?? urlOf(await this.address('config'))
    if (flags.show) {
      const asked = configRequest.environment(target.app, target.profile ?? 'default', target.label)
      this.terminal.note(configByHand(server, asked))
    }
    const seen = await getConfig(configServer(server), {target, key: args.key, reveal: flags.reveal})
    return this.print(seen, args.key === undefined ? configView : configValueView)
  }
}
