import {Args, Flags} from '@oclif/core'
import {KafkaCommand} from '../../kafka-command.js'

export default class TopicCreate extends KafkaCommand {
  static override summary = 'Create topics'
  static override strict = false
  static override args = {topic: Args.string({ignoreStdin: true, required: true, summary: 'Names of the topics'})}
  static override flags = {
    partitions: Flags.integer({char: 'p', min: 1, max: 10_000, summary: "Without it the broker's default"}),
    'replication-factor': Flags.integer({char: 'r', min: 1, max: 100, summary: "Without it the broker's default"}),
    config: Flags.string({
      char: 'c',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'NAME=VALUE',
      summary: 'A setting, such as cleanup.policy=compact',
    }),
    'if-not-exists': Flags.boolean({summary: 'No error for those that are there already'}),
    'dry-run': Flags.boolean({summary: 'Let the broker check it, and create nothing'}),
  }
  static override examples = [
    '<%= config.bin %> <%= command.id %> quickstart-events',
    '<%= config.bin %> <%= command.id %> orders --partitions 3 --config retention.ms=3600000',
  ]

  async run() {
    const {argv, flags} = await this.parse(TopicCreate)
    const [{createTopics}, {parseConfigPairs}, {createdTopicsView}, {createByHand}] = await Promise.all([
      import('../../topics/create-topics.js'),
      import('../../topics/config-pairs.js'),
      import('../../ui/views/topics.js'),
      import('../../topics/topics-by-hand.js'),
    ])
    const request = {
      topics: argv.map(String),
      partitions: flags.partitions,
      replicationFactor: flags['replication-factor'],
      config: parseConfigPairs(flags.config ?? [], '--config'),
      ifNotExists: flags['if-not-exists'],
      dryRun: flags['dry-run'],
    }
    await this.showByHand(flags, () => createByHand(request))
    return this.print(await createTopics(await this.cluster(flags), request), createdTopicsView)
  }
}
