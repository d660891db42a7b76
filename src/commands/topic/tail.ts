import {Args, Flags} from '@oclif/core'
import {KafkaCommand} from '../../kafka-command.js'
import {FORMATS} from '../../topics/format-names.js'

export default class TopicTail extends KafkaCommand {
  static override summary = 'Show the records of topics, from now on or from any point, and follow'
  static override description =
    'Shows committed records, as kcat and consumers with exactly-once do; --uncommitted also shows those of open and aborted transactions. ' +
    'Reads without a consumer group and never creates a topic. Ctrl-C ends it.'
  static override strict = false
  static override args = {
    topic: Args.string({
      ignoreStdin: true,
      required: true,
      summary: "Names, or patterns such as 'my_topic_*' or '^orders'",
    }),
  }
  static override flags = {
    from: Flags.string({
      default: 'end',
      helpValue: 'WHERE',
      summary: 'beginning, end, -N (the last N of a topic), an offset, a date and time, or how long ago: 1h, 15m',
    }),
    until: Flags.string({helpValue: 'WHERE', summary: 'End there: end (as of now), an offset, a date and time'}),
    count: Flags.integer({char: 'n', min: 1, summary: 'End after so many records'}),
    partition: Flags.string({char: 'p', helpValue: 'N[,N]', summary: 'Only these partitions'}),
    group: Flags.string({char: 'g', summary: 'Begin where this consumer group stands, and commit what was shown'}),
    uncommitted: Flags.boolean({summary: 'Also show records of open and aborted transactions'}),
    wait: Flags.boolean({summary: 'Wait for topics (and a broker) that are not there yet'}),
    key: Flags.option({options: FORMATS, default: 'auto' as const, summary: 'How keys are shown'})(),
    value: Flags.option({options: FORMATS, default: 'auto' as const, summary: 'How values are shown'})(),
    envelope: Flags.boolean({summary: "Show the payload of Connect's {schema, payload}"}),
    headers: Flags.boolean({summary: 'Show headers'}),
    'offset-info': Flags.boolean({summary: 'Show time, topic, partition and offset'}),
    raw: Flags.boolean({exclusive: ['json', 'template'], summary: 'Values only, byte for byte'}),
    delimiter: Flags.string({
      dependsOn: ['raw'],
      summary: 'What follows each raw value: \\n (default), \\0, \\x1e, any text',
    }),
    template: Flags.string({
      char: 'F',
      exclusive: ['json', 'raw'],
      helpValue: 'TEXT',
      summary: "A shape of one's own: '%t[%p]@%o %k → %s\\n', '{payload.name}'",
    }),
    grep: Flags.string({helpValue: 'REGEX', summary: 'Only records whose value, key or headers match'}),
    'ignore-case': Flags.boolean({char: 'i', dependsOn: ['grep'], summary: '--grep without regard to case'}),
    filter: Flags.string({
      helpValue: 'TEST',
      summary: 'Only records for which it holds: \'payload.qty > 3 && $key ~ "^u"\'',
    }),
    'match-key': Flags.string({helpValue: 'GLOB', summary: 'Only records with such a key'}),
    'match-value': Flags.string({helpValue: 'GLOB', summary: 'Only records with such a value'}),
    'match-header': Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'NAME[=GLOB]',
      summary: 'Only records with such a header',
    }),
    'check-crcs': Flags.boolean({summary: "Check every batch's checksum"}),
  }
  static override examples = [
    '<%= config.bin %> <%= command.id %> orders',
    '<%= config.bin %> <%= command.id %> my_topic_users --from -10 --envelope',
    "<%= config.bin %> <%= command.id %> orders --from 1h --until end --filter 'payload.qty > 3' --json",
  ]

  async run(): Promise<void> {
    const {argv, flags} = await this.parse(TopicTail)
    const [{tailTopics}, {tailRequest}, {tailWriter}, {consumerByHand}] = await Promise.all([
      import('../../topics/tail.js'),
      import('../../topics/tail-flags.js'),
      import('../../ui/views/tail-writer.js'),
      import('../../topics/consumer-by-hand.js'),
    ])
    const {request, accepts, view} = await tailRequest(
      argv.map(String),
      {...flags, json: this.jsonEnabled()},
      Date.now(),
    )
    await this.showByHand(flags, () => [consumerByHand(request, accepts !== undefined)])
    const writer = await tailWriter(view, this.terminal, process.stdout.isTTY)
    const output = {
      writer,
      accepts,
      emit: (bytes: Uint8Array) => this.terminal.bytes(bytes),
      note: (line: string) => this.terminal.note(line),
    }
    await tailTopics(await this.cluster(flags), request, output, this.interrupt())
  }
}
