import {MsaCommand} from '../base-command.js'
import {nameArgument} from '../ui/flags.js'

export default class Env extends MsaCommand {
  static override summary = 'Print the variables by which a program started by hand finds the lab'
  static override description =
    'In the names that Spring Boot reads. No secrets: a service takes its passwords from the config server.'
  static override examples = [
    {description: 'For this shell', command: 'eval "$(<%= config.bin %> env user-service)"'},
    {description: 'For an IDE', command: '<%= config.bin %> env user-service --json'},
  ]
  static override args = {service: nameArgument({description: 'Service whose name and port are set, too'})}

  async run() {
    const {args} = await this.parse(Env)
    const [{serviceEnv}, {catalogue}, {envView}] = await Promise.all([
      import('../lab/client/service-env.js'),
      import('../stacks/index.js'),
      import('../ui/views/env.js'),
    ])
    const {identity} = await this.place()
    return this.print(await serviceEnv(identity, process.env, args.service, catalogue), envView)
  }
}
