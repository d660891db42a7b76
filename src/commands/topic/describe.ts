import {Args, Flags} from '@oclif/core'
import {KafkaCommand} from '../../kafka-command.js'

export default class TopicDescribe extends KafkaCommand {
  static override summary = 'Show partitions, leaders, offsets, sizes and the settings that differ from the default'
  static override strict = false
  static override args = {
    topic: Args.string({ignoreStdin: true, required: true, summary: "Names, or patterns such as 'my_topic_*'"}),
  }
  static override flags = {all: Flags.boolean({char: 'a', summary: 'Every setting, the defaults too'})}
  static override examples = [
    '<%= config.bin %> <%= command.id %> orders',
    "<%= config.bin %> <%= command.id %> 'connect-*' --json",
  ]

  async run() {
    const {argv, flags} = await this.parse(TopicDescribe)
    const [{describeTopics}, {topicDescriptionView}, {describeByHand}] = await Promise.all([
      import('../../topics/describe-topics.js'),
      import('../../ui/views/topics.js'),
      import('../../topics/topics-by-hand.js'),
    ])
    const topics = argv.map(String)
    await this.showByHand(flags, () => [describeByHand(topics)])
    return this.print(await describeTopics(await this.cluster(flags), topics, flags.all), topicDescriptionView)
  }
}
