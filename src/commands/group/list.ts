import {KafkaCommand} from '../../kafka-command.js'

export default class GroupList extends KafkaCommand {
  static override summary = 'List consumer groups with their state and lag'
  static override aliases = ['group:ls']
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json']

  async run() {
    const {flags} = await this.parse(GroupList)
    const [{groupReports}, {groupListView}] = await Promise.all([
      import('../../topics/group-facts.js'),
      import('../../ui/views/groups.js'),
    ])
    await this.showByHand(flags, () => [{tool: 'kafka-consumer-groups', words: ['--list']}])
    return this.print(await groupReports(await this.cluster(flags), await this.brokers(flags), []), groupListView)
  }
}
