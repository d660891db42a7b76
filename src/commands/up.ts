import {Flags} from '@oclif/core'
import {MsaCommand} from '../base-command.js'
import {componentPortFlag, durationFlag, nameArgument, nameFlag} from '../ui/flags.js'

export default class Up extends MsaCommand {
  static override summary = 'Boot the lab: plan, check, fetch what is missing, start, wait until ready'
  static override description =
    'Starts what is down, restarts what changed, leaves the rest. With names only these components are started, and what they depend on. Ctrl-C stops what this call has started; a second Ctrl-C leaves at once.'
  static override examples = [
    {description: 'The whole lab', command: '<%= config.bin %> up'},
    {description: 'Kafka and what it needs, on another port', command: '<%= config.bin %> up kafka --port kafka=19092'},
    {description: 'What would be done, and why', command: '<%= config.bin %> up --dry-run'},
    {description: 'The command line of a server', command: '<%= config.bin %> up zipkin --dry-run --show'},
    {
      description: 'A second lab beside the first',
      command: '<%= config.bin %> up --file two/msa.yml --port-offset 1000',
    },
  ]
  static override strict = false
  static override args = {name: nameArgument({description: 'Components; all when none is named'})}
  static override flags = {
    without: nameFlag({multiple: true, summary: 'Leave a component out; may be given several times'}),
    port: componentPortFlag({multiple: true, summary: 'Move a port, such as kafka=19092 or rabbitmq.management=25672'}),
    'port-offset': Flags.integer({min: 0, max: 64_000, summary: 'Add this to every port', helpValue: 'N'}),
    runtime: Flags.option({
      options: ['auto', 'local', 'docker'] as const,
      summary: 'Where components run: as processes (local), in containers (docker), or whichever is there (auto)',
    })(),
    pull: Flags.option({
      options: ['never', 'missing', 'always'] as const,
      default: 'missing',
      summary: 'When images are fetched',
    })(),
    'config-repo': Flags.directory({
      summary: "Folder that the config server serves instead of the lab file's",
      exists: true,
    }),
    timeout: durationFlag({summary: 'Give up waiting after so long (exit code 5); the lab boots on'}),
    attach: Flags.boolean({summary: 'Stay and show the logs; Ctrl-C then stops the lab'}),
    offline: Flags.boolean({summary: 'Fetch nothing; fail when something is missing', env: 'MSA_OFFLINE'}),
    yes: Flags.boolean({char: 'y', summary: 'Install missing programs without a question'}),
    show: Flags.boolean({summary: 'Print, first, how each component is started by hand; secrets masked'}),
    'dry-run': Flags.boolean({summary: 'Print the plan with its reasons, and stop there'}),
  }

  async run() {
    const {flags, argv} = await this.parse(Up)
    const [{startLab}, {upView}] = await Promise.all([import('../ui/start-lab.js'), import('../ui/views/up.js')])
    const given = {
      ...(flags.port === undefined
        ? {}
        : {ports: Object.fromEntries(flags.port.map(({target, port}) => [target, port]))}),
      ...{portOffset: flags['port-offset'], without: flags.without, runtime: flags.runtime},
      configRepository: flags['config-repo'],
    }
    const signal = this.interrupt()
    const place = await this.place()
    const upped = await startLab(
      {
        place,
        asked: argv as string[],
        given,
        timeoutMs: flags.timeout,
        offline: flags.offline,
        pull: flags.offline ? 'never' : flags.pull,
        dryRun: flags['dry-run'],
        signal,
      },
      {terminal: this.terminal, isQuiet: this.jsonEnabled(), yes: flags.yes, show: flags.show},
    )
    await this.print(upped, facts => upView(facts, {paint: this.terminal.paint, home: process.env.HOME}))
    if (flags.attach && upped.result !== undefined) {
      const {attach} = await import('../ui/attach.js')
      await attach(place, this.terminal, signal)
    }
    return upped.result ?? upped.plan
  }
}
