import {Args, Flags} from '@oclif/core'
import {MsaCommand} from '../../base-command.js'
import {configRequest} from '../../clients/config-requests.js'
import {durationFlag} from '../../ui/flags.js'

export default class ConfigRefresh extends MsaCommand {
  static override summary = 'Let running services read their configuration again, and list who did'
  static override description = 'One request to the config server; the bus carries it to everybody.'
  static override examples = [
    {description: 'All of them', command: '<%= config.bin %> <%= command.id %>'},
    {description: 'The instances of one service', command: '<%= config.bin %> <%= command.id %> user-service'},
    {description: 'The request that does it', command: '<%= config.bin %> <%= command.id %> --dry-run'},
  ]
  static override args = {service: Args.string({description: 'SERVICE or SERVICE:PORT'})}
  static override flags = {
    timeout: durationFlag({summary: 'Wait so long for everybody to answer', default: 10_000}),
    show: Flags.boolean({summary: 'Print the curl command that does the same'}),
    'dry-run': Flags.boolean({summary: 'Only print it'}),
  }

  async run() {
    const {args, flags} = await this.parse(ConfigRefresh)
    const [{refreshLab, requireAll, urlOf}, {configByHand}, {refreshView}] = await Promise.all([
      import('../../config/refresh-lab.js'),
      import('../../config/config-by-hand.js'),
      import('../../ui/views/config.js'),
    ])
    const nodes = {
      config: await this.address('config'),
      discovery: await this.address('discovery'),
      rabbitmq: await this.address('rabbitmq'),
    }
    if (flags.show || flags['dry-run']) {
      this.terminal.note(configByHand(urlOf(nodes.config), configRequest.busRefresh(args.service)))
    }
    if (flags['dry-run']) return {reloaded: [], missing: []}
    const request = {destination: args.service, timeoutMs: flags.timeout, signal: this.interrupt()}
    const result = await refreshLab(nodes, request)
    await this.print(result, refreshView)
    requireAll(result)
    return result
  }
}
