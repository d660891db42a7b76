import {Args, Flags} from '@oclif/core'
import {configRequest} from '../../clients/config-requests.js'
import type {SetResult} from '../../config/set-config.js'
import {SecretCommand} from '../../secret-command.js'
import {durationFlag} from '../../ui/flags.js'

export default class ConfigSet extends SecretCommand {
  static override summary = "Set one value in the config server's files; comments and order stay"
  static override examples = [
    {
      description: 'Set it, let running services reload, and list who did',
      command: '<%= config.bin %> <%= command.id %> user-service greeting.message hi --refresh',
    },
    {
      description: 'A secret, asked for without an echo',
      command: '<%= config.bin %> <%= command.id %> user-service spring.datasource.password --encrypt',
    },
  ]
  static override args = {
    target: Args.string({required: true, description: 'SERVICE or SERVICE/PROFILE; application means all of them'}),
    key: Args.string({required: true, description: 'Property: greeting.message, servers[0].host'}),
    value: Args.string({description: 'The value; without it, with --encrypt, stdin or a hidden prompt'}),
  }
  static override flags = {
    ...SecretCommand.keyFlags,
    encrypt: Flags.boolean({summary: 'Write it as {cipher}…'}),
    refresh: Flags.boolean({summary: 'Let running services reload, and list who did'}),
    timeout: durationFlag({summary: 'With --refresh: wait so long for everybody to answer', default: 10_000}),
    document: Flags.integer({summary: 'Which document of the file, from 0', min: 0}),
    unalias: Flags.boolean({summary: 'Write a value out that comes by an alias'}),
    show: Flags.boolean({summary: 'With --refresh: print the curl command that asks for it', dependsOn: ['refresh']}),
    'dry-run': Flags.boolean({summary: 'Only show what would be done'}),
  }

  async run() {
    const {args, flags} = await this.parse(ConfigSet)
    const [{parseConfigTarget}, {givenValue}, {setConfig}, {setView}] = await Promise.all([
      import('../../config/config-target.js'),
      import('../../config/given-value.js'),
      import('../../config/set-config.js'),
      import('../../ui/views/config.js'),
    ])
    const given = {key: args.key, value: args.value, encrypt: flags.encrypt}
    const {text, notes} = await givenValue(given, () => this.openCipher(flags), this.inputs())
    this.sayAll(notes)
    const set = await setConfig({
      ...{repository: await this.configRepository(), target: parseConfigTarget(args.target), property: args.key},
      ...{value: text, document: flags.document, unalias: flags.unalias, dryRun: flags['dry-run']},
    })
    if (flags.show) await this.showRefresh()
    if (!flags.refresh || flags['dry-run']) return this.print({set}, setView)
    return this.refreshed(set, flags.timeout)
  }

  private async showRefresh(): Promise<void> {
    const [{configByHand}, {urlOf}] = await Promise.all([
      import('../../config/config-by-hand.js'),
      import('../../config/refresh-lab.js'),
    ])
    this.terminal.note(configByHand(urlOf(await this.address('config')), configRequest.busRefresh()))
  }

  private async refreshed(set: SetResult, timeoutMs: number) {
    const [{refreshLab, requireAll}, {setView}] = await Promise.all([
      import('../../config/refresh-lab.js'),
      import('../../ui/views/config.js'),
    ])
    const nodes = {
      config: await this.address('config'),
      discovery: await this.address('discovery'),
      rabbitmq: await this.address('rabbitmq'),
    }
    const refreshed = await refreshLab(nodes, {destination: undefined, timeoutMs, signal: this.interrupt()})
    const result = await this.print({set, refreshed}, setView)
    requireAll(refreshed)
    return result
  }
}
