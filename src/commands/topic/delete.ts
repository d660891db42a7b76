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
    const [{deleteApproved}, {approveDeletion}, {deletedTopicsView}] = await Promise.all([
      import('../../topics/delete-topics.js'),
      import('../../ui/approve-deletion.js'),
      import('../../ui/views/topics.js'),
    ])
    const topics = argv.map(String)
    await this.showByHand(flags, 'kafka-topics', ['--delete', '--topic', topics.join('|')])
    const approve = approveDeletion(flags, this.terminal)
    const deleted = await deleteApproved(await this.cluster(flags), topics, flags, approve)
    return this.print(deleted, deletedTopicsView)
  }
}
