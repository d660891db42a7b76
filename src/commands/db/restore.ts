import {Args, Flags} from '@oclif/core'
import {DatabaseCommand} from '../../database-command.js'

export default class DbRestore extends DatabaseCommand {
  static override summary = 'Put the databases back to what a snapshot has'
  static override args = {name: Args.string({ignoreStdin: true, default: 'latest', summary: 'Name of the snapshot'})}
  static override flags = {yes: Flags.boolean({char: 'y', summary: 'Do not ask'})}
  static override examples = ['<%= config.bin %> <%= command.id %> before-exercise-9']

  async run() {
    const {args, flags} = await this.parse(DbRestore)
    const [{restoreSnapshot}, {approveDeletion}, {snapshotsView}] = await Promise.all([
      import('../../databases/snapshots.js'),
      import('../../ui/approve-deletion.js'),
      import('../../ui/views/database.js'),
    ])
    const approve = approveDeletion(flags, this.terminal)
    const folder = await this.snapshotFolder()
    await this.showByHand(flags, [`< ${args.name}.sql`])
    const restored = await restoreSnapshot(await this.target(flags), folder, args.name, process.env, approve)
    return this.print([restored], snapshotsView)
  }
}
