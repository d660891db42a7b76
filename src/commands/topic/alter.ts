import {Args, Flags} from '@oclif/core'
import {KafkaCommand} from '../../kafka-command.js'

export default class TopicAlter extends KafkaCommand {
  static override summary = "Change a topic's settings, or give it more partitions"
  static override args = {topic: Args.string({ignoreStdin: true, required: true, summary: 'Name of the topic'})}
  static override flags = {
    partitions: Flags.integer({char: 'p', min: 1, max: 10_000, summary: 'The new number in all; it can only grow'}),
    config: Flags.string({
      char: 'c',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'NAME=VALUE',
      summary: 'A setting, such as retention.ms=60000; the others stay',
    }),
    unset: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'NAME',
      summary: 'A setting that goes back to its default',
    }),
    'dry-run': Flags.boolean({summary: 'Let the broker check it, and change nothing'}),
  }
  static override examples = [
    '<%= config.bin %> <%= command.id %> orders --config retention.ms=60000',
    '<%= config.bin %> <%= command.id %> orders --partitions 6 --unset retention.ms',
  ]

  async run() {
    const {args, flags} = await this.parse(TopicAlter)
    const [{alterTopic}, {alterRequest}, {alteredTopicView}, {alterByHand}] = await Promise.all([
      import('../../topics/alter-topic.js'),
      import('../../topics/alter-flags.js'),
      import('../../ui/views/topics.js'),
      import('../../topics/topics-by-hand.js'),
    ])
    const request = alterRequest(args.topic, flags)
    await this.showByHand(flags, () => alterByHand(request))
    return this.print(await alterTopic(await this.cluster(flags), request), alteredTopicView)
  }
}
