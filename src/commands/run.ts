import {MsaCommand} from '../base-command.js'
import {nameArgument} from '../ui/flags.js'

export default class Run extends MsaCommand {
  static override summary = "Run a program of your own with the lab's variables"
  static override description =
    'The program has this terminal; its exit code is the exit code. What stands after -- is run as it is, without a shell.'
  static override examples = [
    {
      description: 'A Spring Boot service from its source',
      command: '<%= config.bin %> run user-service -- mvn spring-boot:run',
    },
    {description: 'What it would see', command: '<%= config.bin %> run user-service -- env'},
  ]
  static override strict = false
  static override enableJsonFlag = false
  static override args = {service: nameArgument({required: true, description: 'Name of the service'})}

  async run() {
    const {args, argv} = await this.parse(Run)
    const [{serviceEnv}, {catalogue}, {runInTerminal}] = await Promise.all([
      import('../lab/client/service-env.js'),
      import('../stacks/index.js'),
      import('../platform/run-in-terminal.js'),
    ])
    const {identity} = await this.place()
    const {variables} = await serviceEnv(identity, process.env, args.service, catalogue)
    process.exitCode = await runInTerminal(argv.slice(1) as string[], {...process.env, ...variables})
  }
}
