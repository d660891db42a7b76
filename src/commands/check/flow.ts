import {Flags} from '@oclif/core'
import {ConnectCommand} from '../../connect-command.js'
import {durationFlag} from '../../ui/flags.js'

export default class CheckFlow extends ConnectCommand {
  static override summary =
    'Send one marked order through HTTP, topic, table and trace, and name the first leg that is broken'
  static override flags = {
    topic: Flags.string({default: 'orders', summary: 'Topic that the order comes to'}),
    table: Flags.string({default: 'orders', summary: 'Table that it is written to'}),
    product: Flags.string({default: 'CATALOG-001', summary: 'What is ordered'}),
    timeout: durationFlag({default: 15_000, summary: 'Wait so long on each leg'}),
  }
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json']

  async run() {
    const {flags} = await this.parse(CheckFlow)
    const [{walkLegs}, {flowLegs, markedOrder}, {flowView}, {secretOrDefault}] = await Promise.all([
      import('../../flow/flow-leg.js'),
      import('../../flow/flow-legs.js'),
      import('../../ui/views/flow.js'),
      import('../../lab/lab-secrets.js'),
    ])
    const password = await secretOrDefault((await this.place()).identity.dir, 'db-password')
    const places = {
      gateway: await this.urlOf('gateway'),
      zipkin: await this.urlOf('zipkin'),
      askCluster: () => this.cluster(flags),
      database: {...(await this.address('mariadb')), user: 'root', password, database: 'mydb'},
      connect: await this.connect(flags),
    }
    const order = markedOrder()
    const report = await walkLegs(order.mark, flowLegs(order, flags, places), flags.timeout)
    if (!report.ok) process.exitCode = 3
    return this.print(report, flowView)
  }

  private async urlOf(component: string): Promise<string> {
    const {host, port} = await this.address(component)
    return `http://${host}:${port}`
  }
}
