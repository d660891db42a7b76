import {Flags} from '@oclif/core'
import {ConnectCommand} from '../../connect-command.js'
import type {FlowPlaces} from '../../flow/flow-places.js'
import {databaseFlags, durationFlag} from '../../ui/flags.js'

export default class CheckFlow extends ConnectCommand {
  static override summary =
    'Send one marked order through HTTP, topic, table and trace, and name the first leg that is broken'
  static override description =
    'Which topic the order comes to, and who writes it to the table, is asked of the running order-service (order.storage). ' +
    'With --row a row is put into a table instead, and followed by the source connector into its topic and by the sink into another table. ' +
    'What bears the mark stays where it arrived.'
  static override baseFlags = {
    ...ConnectCommand.baseFlags,
    show: Flags.boolean({
      helpGroup: 'GLOBAL',
      exclusive: ['row'],
      summary: 'Print the curl command that places the order',
    }),
  }
  static override flags = {
    row: Flags.string({
      helpValue: 'DATABASE.TABLE',
      summary: 'Put a marked row into this table and follow it through the connectors: mydb.users',
    }),
    topic: Flags.string({summary: "Topic that it comes to (default: order-service's, or the source connector's)"}),
    table: Flags.string({summary: "Table that it is written to (default: orders, or the sink connector's)"}),
    product: Flags.string({default: 'CATALOG-001', exclusive: ['row'], summary: 'What is ordered'}),
    ...databaseFlags,
    timeout: durationFlag({default: 15_000, summary: 'Wait so long on each leg'}),
  }
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --row mydb.users',
    '<%= config.bin %> <%= command.id %> --json',
  ]

  async run() {
    const {flags} = await this.parse(CheckFlow)
    const [{walkLegs}, {newMark}, {flowView}] = await Promise.all([
      import('../../flow/flow-leg.js'),
      import('../../flow/flow-legs.js'),
      import('../../ui/views/flow.js'),
    ])
    const mark = newMark()
    const legs =
      flags.row === undefined ? await this.orderLegs(mark, flags) : await this.rowLegs(mark, flags.row, flags)
    const report = await walkLegs(mark, legs, flags.timeout)
    if (!report.ok) process.exitCode = 3
    return this.print(report, flowView)
  }

  private async orderLegs(mark: string, flags: FlowFlags & {readonly product: string}) {
    const [{flowLegs, newTraceId, orderByHand, orderRequest}, {askOrderInfo, orderWay}] = await Promise.all([
      import('../../flow/flow-legs.js'),
      import('../../flow/order-way.js'),
    ])
    const gateway = await this.urlOf('gateway')
    const way = orderWay(await askOrderInfo(gateway))
    const order = {mark, traceId: newTraceId()}
    if (flags.show) this.terminal.note(orderByHand(orderRequest(order, flags.product, gateway)))
    return flowLegs(order, flags, way, {gateway, ...this.flowPlaces(flags)})
  }

  private async rowLegs(mark: string, row: string, flags: FlowFlags) {
    const [{rowLegs}, {qualifiedTable}] = await Promise.all([
      import('../../flow/row-legs.js'),
      import('../../flow/qualified-table.js'),
    ])
    return rowLegs(mark, {...flags, row: qualifiedTable(row, flags.database)}, this.flowPlaces(flags))
  }

  private flowPlaces(flags: FlowFlags): Omit<FlowPlaces, 'gateway'> {
    return {
      askZipkin: () => this.urlOf('zipkin'),
      askCluster: () => this.cluster(flags),
      askConnect: () => this.connect(flags),
      askDatabase: () => this.databaseTarget({database: flags.database, at: flags.db, user: flags['db-user']}),
    }
  }

  private async urlOf(component: string): Promise<string> {
    const {host, port} = await this.address(component)
    return `http://${host}:${port}`
  }
}

interface FlowFlags {
  readonly database: string
  readonly db?: string | undefined
  readonly 'db-user': string
  readonly show: boolean
  readonly topic: string | undefined
  readonly table: string | undefined
  readonly connect?: string | undefined
  readonly brokers?: string | undefined
}
