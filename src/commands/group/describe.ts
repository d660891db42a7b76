import {Args} from '@oclif/core'
import {KafkaCommand} from '../../kafka-command.js'

export default class GroupDescribe extends KafkaCommand {
  static override summary = 'Show what consumer groups have read, what they have not, and who is in them'
  static override strict = false
  static override args = {group: Args.string({ignoreStdin: true, required: true, summary: 'Names of the groups'})}
  static override examples = [
    '<%= config.bin %> <%= command.id %> catalog-service',
    '<%= config.bin %> <%= command.id %> connect-my-sink-connect --json',
  ]

  async run() {
    const {argv, flags} = await this.parse(GroupDescribe)
    const [{groupReports}, {groupDescriptionView}, {describeGroupsByHand}] = await Promise.all([
      import('../../topics/group-facts.js'),
      import('../../ui/views/groups.js'),
      import('../../topics/groups-by-hand.js'),
    ])
    const names = argv.map(String)
    await this.showByHand(flags, () => [describeGroupsByHand(names)])
    const reports = await groupReports(await this.cluster(flags), await this.brokers(flags), names)
    return this.print(reports, groupDescriptionView)
  }
}
