import {Args, Flags} from '@oclif/core'
import {KafkaCommand} from '../../kafka-command.js'

export default class GroupDelete extends KafkaCommand {
  static override summary = 'Delete consumer groups with what they have committed'
  static override strict = false
  static override args = {group: Args.string({ignoreStdin: true, required: true, summary: 'Names of the groups'})}
  static override flags = {
    yes: Flags.boolean({char: 'y', summary: 'Do not ask'}),
    'dry-run': Flags.boolean({summary: 'Only say which would be deleted'}),
  }
  static override aliases = ['group:rm']
  static override examples = [
    '<%= config.bin %> <%= command.id %> old-service',
    '<%= config.bin %> <%= command.id %> old-service another --yes',
  ]

  async run() {
    const {argv, flags} = await this.parse(GroupDelete)
    const [{deleteGroups}, {approveDeletion}, {deletedGroupsView}, {deleteGroupsByHand}] = await Promise.all([
      import('../../topics/delete-groups.js'),
      import('../../ui/approve-deletion.js'),
      import('../../ui/views/groups.js'),
      import('../../topics/groups-by-hand.js'),
    ])
    const names = argv.map(String)
    await this.showByHand(flags, () => [deleteGroupsByHand(names)])
    const approve = approveDeletion(flags, this.terminal)
    return this.print(
      await deleteGroups(await this.brokers(flags), names, flags['dry-run'], approve),
      deletedGroupsView,
    )
  }
}
