import {Args, Flags} from '@oclif/core'
import {KafkaCommand} from '../../kafka-command.js'

export default class GroupReset extends KafkaCommand {
  static override summary = "Move a consumer group's offsets while nobody is in it"
  static override args = {group: Args.string({ignoreStdin: true, required: true, summary: 'Name of the group'})}
  static override flags = {
    to: Flags.string({
      required: true,
      helpValue: 'WHERE',
      summary: 'beginning, end, -N (N before the end), an offset, a date and time, or how long ago: 1h',
    }),
    topic: Flags.string({
      char: 't',
      multiple: true,
      multipleNonGreedy: true,
      summary: 'Only these topics; without it all that the group has read',
    }),
    partition: Flags.string({char: 'p', helpValue: 'N[,N]', summary: 'Only these partitions'}),
    'dry-run': Flags.boolean({summary: 'Only say what would be moved'}),
  }
  static override examples = [
    '<%= config.bin %> <%= command.id %> catalog-service --to beginning',
    '<%= config.bin %> <%= command.id %> catalog-service --topic orders --to 1h --dry-run',
  ]

  async run() {
    const {args, flags} = await this.parse(GroupReset)
    const [{resetGroup}, {parsePosition}, {parsePartitions}, {groupResetView}, {resetByHand}] = await Promise.all([
      import('../../topics/reset-group.js'),
      import('../../topics/start-position.js'),
      import('../../topics/tail-flags.js'),
      import('../../ui/views/groups.js'),
      import('../../topics/groups-by-hand.js'),
    ])
    const request = {
      group: args.group,
      topics: flags.topic ?? [],
      partitions: parsePartitions(flags.partition),
      to: parsePosition(flags.to, Date.now(), '--to'),
      dryRun: flags['dry-run'],
    }
    const reset = await resetGroup(await this.cluster(flags), await this.brokers(flags), request, found =>
      this.showByHand(flags, () => resetByHand(request, found)),
    )
    return this.print(reset, groupResetView)
  }
}
