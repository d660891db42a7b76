import {Args, Flags} from '@oclif/core'
import {KafkaCommand} from '../../kafka-command.js'

export default class TopicDelete extends KafkaCommand {
  static override summary = 'Delete topics with all their records'
  static override strict = false
  static override args = {
    topic: Args.string({ignoreStdin: true, required: true, summary: "Names, or patterns such as 'test-*'"}),
  }
  static override flags = {
    yes: Flags.boolean({char: 'y', summary: 'Do not ask'}),
    'if-exists': Flags.boolean({summary: 'No error for those that are not there'}),
    'dry-run': Flags.boolean({summary: 'Only say which would be deleted'}),
  }
  static override aliases = ['topic:rm']
  static override examples = [
    '<%= config.bin %> <%= command.id %> quickstart-events',
    "<%= config.bin %> <%= command.id %> 'test-*' --yes",
  ]

  async run() {
    const {argv, flags} = await this.parse(TopicDelete)
    const [{deleteApproved}, {approveDeletion}, {deletedTopicsView}, {deleteByHand}] = await Promise.all([
      import('../../topics/delete-topics.js'),
      import('../../ui/approve-deletion.js'),
      import('../../ui/views/topics.js'),
      import('../../topics/topics-by-hand.js'),
    ])
    const topics = argv.map(String)
    const asking = {
      show: (found: readonly string[]) => this.showByHand(flags, () => deleteByHand(found)),
      approve: approveDeletion(flags, this.terminal),
    }
    const deleted = await deleteApproved(await this.cluster(flags), topics, flags, asking)
    return this.print(deleted, deletedTopicsView)
  }
}
