import {Args, Flags} from '@oclif/core'
import {KafkaCommand} from '../../kafka-command.js'
import type {RecordSource} from '../../topics/produce.js'
import {databaseFlags} from '../../ui/flags.js'

export default class TopicProduce extends KafkaCommand {
  static override summary = 'Write records to a topic: from arguments, a file, or stdin, one a line'
  static override description =
    'With --count the values are written again and again, and {{n}}, {{uuid}}, {{now}}, {{iso}}, {{random 1 100}}, {{pick a b c}} and ' +
    '{{text 20}} in value, key and headers are filled anew each time. The topic must exist: msa topic create.'
  static override strict = false
  static override args = {
    topic: Args.string({ignoreStdin: true, required: true, summary: 'Name of the topic'}),
    value: Args.string({
      ignoreStdin: true,
      summary: 'Values, a record each; without any they are read from --input or stdin',
    }),
  }
  static override flags = {
    input: Flags.string({char: 'i', helpValue: 'PATH', summary: 'Read from this file; - is stdin'}),
    'input-format': Flags.option({
      options: ['lines', 'ndjson', 'whole'] as const,
      default: 'lines' as const,
      summary: 'A value a line; a JSON object a line, as tail --json prints; all of it as one value',
    })(),
    key: Flags.string({char: 'k', summary: 'Key of the records'}),
    'key-separator': Flags.string({
      exclusive: ['key', 'key-field'],
      summary: 'What stands between key and value in a line',
    }),
    'key-field': Flags.string({
      exclusive: ['key'],
      helpValue: 'PATH',
      summary: 'Field of the JSON value that is the key',
    }),
    header: Flags.string({
      char: 'H',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'NAME=VALUE',
      summary: 'A header of the records',
    }),
    partition: Flags.integer({char: 'p', min: 0, summary: "Without it by the key, as Java's producer does"}),
    tombstone: Flags.boolean({summary: 'A record without a value: deletes its key'}),
    schema: Flags.string({helpValue: 'TABLE', summary: "Wrap rows in Connect's envelope by the columns of this table"}),
    ...databaseFlags,
    envelope: Flags.boolean({summary: "Wrap rows in Connect's envelope by what their values are"}),
    count: Flags.integer({char: 'n', min: 1, summary: 'Write so many records'}),
    rate: Flags.integer({min: 1, max: 1_000_000, summary: 'So many records a second'}),
    compression: Flags.option({
      options: ['none', 'gzip', 'snappy'] as const,
      default: 'none' as const,
      summary: 'How batches are packed',
    })(),
    acks: Flags.option({
      options: ['all', '1'] as const,
      default: 'all' as const,
      summary: 'Who must have a record before it counts',
    })(),
    'dry-run': Flags.boolean({summary: 'Read and check all records, and say where they would go; nothing is written'}),
    each: Flags.boolean({summary: 'A line for every record: where it stands, or why not'}),
  }
  static override examples = [
    "<%= config.bin %> <%= command.id %> quickstart-events 'my first event' 'my second event'",
    `<%= config.bin %> <%= command.id %> orders '{"id": {{n}}, "qty": {{random 1 9}}}' --key 'user-{{random 1 5}}' --count 100 --rate 10`,
    `<%= config.bin %> <%= command.id %> my_topic_users '{"user_id": "test2", "name": "ANN"}' --schema users`,
    '<%= config.bin %> topic tail orders --from beginning --until end --json | <%= config.bin %> <%= command.id %> copy --input-format ndjson',
  ]

  async run() {
    const {argv, flags} = await this.parse(TopicProduce)
    const [{produceRecords}, {produceOptions, produceSource}, {outcomeView, produceView, requireAllWritten}] =
      await Promise.all([
        import('../../topics/produce.js'),
        import('../../topics/produce-flags.js'),
        import('../../ui/views/produced.js'),
      ])
    const [topic = '', ...values] = argv.map(String)
    const [{encloseFor}, {producerByHand}] = await Promise.all([
      import('../../topics/enclose.js'),
      import('../../topics/producer-by-hand.js'),
    ])
    const enclose = await encloseFor(flags, topic, table => this.columnsOf(table, flags))
    const source = produceSource(values, flags, process.stdin, enclose)
    const showOutcome = outcomeView(topic, this.terminal, this.jsonEnabled())
    const listed = flags.each || (values.length > 0 && flags.count === undefined && !this.jsonEnabled())
    await this.showByHand(flags, () => [producerByHand(topic, values, flags, enclose)])
    if (flags['dry-run']) return this.planned(flags, topic, source)
    const report = await produceRecords(
      await this.cluster(flags),
      produceOptions(topic, flags),
      source,
      listed ? showOutcome : undefined,
    )
    if (!listed) await this.print(report, produceView)
    return requireAllWritten(report, flags.each)
  }

  private async planned(flags: {brokers?: string | undefined}, topic: string, source: RecordSource) {
    const [{planProduce}, {producePlanView}] = await Promise.all([
      import('../../topics/plan-produce.js'),
      import('../../ui/views/produced.js'),
    ])
    return this.print(await planProduce(await this.cluster(flags), topic, source), producePlanView)
  }

  /** Asked only with `--schema`. */
  private async columnsOf(table: string, {database, db, 'db-user': user}: SchemaFlags) {
    const {tableColumns} = await import('../../databases/table-columns.js')
    return tableColumns(await this.databaseTarget({database, at: db, user}), table)
  }
}

interface SchemaFlags {
  readonly database: string
  readonly db?: string | undefined
  readonly 'db-user': string
}
