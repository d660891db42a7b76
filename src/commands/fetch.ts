import {Args, Flags} from '@oclif/core'
import {MsaCommand} from '../base-command.js'

export default class Fetch extends MsaCommand {
  static override summary = 'Fetch the distributions that a lab needs ahead of time, for work without a network'
  static override description =
    'Kafka with ZooKeeper and Connect, Zipkin, and the connectors, by Maven, checked against their SHA-256 sums. All labs share them.'
  static override examples = [
    {description: 'Everything', command: '<%= config.bin %> fetch'},
    {description: 'Only Zipkin', command: '<%= config.bin %> fetch zipkin'},
  ]
  static override strict = false
  static override args = {
    name: Args.string({description: 'Distributions (kafka, zipkin, dbz-mariadb, dbz-jdbc); all when none is named'}),
  }
  static override flags = {
    offline: Flags.boolean({summary: 'Fetch nothing; fail when something is missing', env: 'MSA_OFFLINE'}),
  }

  async run() {
    const {argv, flags} = await this.parse(Fetch)
    const [{fetchAll}, {parseDistributionNames}, {fetchedView}] = await Promise.all([
      import('../ui/fetch-all.js'),
      import('../distributions/maven-sets.js'),
      import('../ui/views/fetched.js'),
    ])
    const fetched = await fetchAll(
      parseDistributionNames(argv.map(String)),
      {offline: flags.offline, signal: this.interrupt()},
      {terminal: this.terminal, isQuiet: this.jsonEnabled()},
    )
    return this.print(fetched, fetchedView)
  }
}
