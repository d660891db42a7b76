import {Args, Flags} from '@oclif/core'
import {KafkaCommand} from '../../kafka-command.js'

export default class TopicList extends KafkaCommand {
  static override summary = 'List topics with their partitions, records and sizes'
  static override strict = false
  static override args = {
    topic: Args.string({ignoreStdin: true, summary: "Only these: names, or patterns such as 'my_topic_*'"}),
  }
  static override flags = {
    internal: Flags.boolean({char: 'a', aliases: ['all'], summary: "Kafka's internal topics too"}),
  }
  static override aliases = ['topic:ls']
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    "<%= config.bin %> <%= command.id %> 'connect-*'",
    '<%= config.bin %> <%= command.id %> --internal --json',
  ]

  async run() {
    const {argv, flags} = await this.parse(TopicList)
    const [{listTopics}, {topicListView}, {listByHand}] = await Promise.all([
      import('../../topics/list-topics.js'),
      import('../../ui/views/topics.js'),
      import('../../topics/topics-by-hand.js'),
    ])
    await this.showByHand(flags, () => [listByHand(argv.map(String), flags.internal)])
    return this.print(await listTopics(await this.cluster(flags), argv.map(String), flags.internal), topicListView)
  }
}
