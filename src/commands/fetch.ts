import {Args, Flags} from '@oclif/core'
import {MsaCommand} from '../base-command.js'

export default class Fetch extends MsaCommand {
  static override summary = 'Fetch the distributions that a lab needs ahead of time, for work without a network'
  static override description =
    'Kafka with ZooKeeper and Connect, Zipkin, and the connectors, by Maven, checked against their SHA-256 sums. All labs share them.'
  static override examples = [
    {description: 'Everything', command: '<%= config.bin %> fetch'},
    {description: 'Only Zipkin', command: '<%= config.bin %> fetch zipkin'},
    {description: 'How much that would be', command: '<%= config.bin %> fetch --dry-run'},
  ]
  static override strict = false
  static override args = {
    name: Args.string({description: 'Distributions (kafka, zipkin, dbz-mariadb, dbz-jdbc); all when none is named'}),
  }
  static override flags = {
    offline: Flags.boolean({summary: 'Fetch nothing; fail when something is missing', env: 'MSA_OFFLINE'}),
    'dry-run': Flags.boolean({summary: 'Only say what is there, and what would be fetched'}),
  }

  async run() {
    const {argv, flags} = await this.parse(Fetch)
    const [{fetchAll, planFetch}, {parseDistributionNames}, {fetchedView, fetchPlanView}] = await Promise.all([
      import('../ui/fetch-all.js'),
      import('../distributions/maven-sets.js'),
      import('../ui/views/fetched.js'),
    ])
    const names = parseDistributionNames(argv.map(String))
    if (flags['dry-run']) return this.print(await planFetch(names), fetchPlanView)
    const fetched = await fetchAll(
      names,
      {offline: flags.offline, signal: this.interrupt()},
      {terminal: this.terminal, isQuiet: this.jsonEnabled()},
    )
    return this.print(fetched, fetchedView)
  }
}
