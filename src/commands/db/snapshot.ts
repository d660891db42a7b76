import {Args, Flags} from '@oclif/core'
import {DatabaseCommand} from '../../database-command.js'
import type {ClientCall} from '../../databases/by-hand.js'

export default class DbSnapshot extends DatabaseCommand {
  static override summary = 'Keep what the databases hold now, to be put back later'
  static override args = {name: Args.string({ignoreStdin: true, default: 'latest', summary: 'Name of the snapshot'})}
  static override flags = {
    list: Flags.boolean({char: 'l', summary: 'Only list those that there are'}),
    'dry-run': Flags.boolean({summary: 'Only say what would be kept, and where'}),
  }
  static override examples = [
    '<%= config.bin %> <%= command.id %> before-exercise-9',
    '<%= config.bin %> <%= command.id %> --list',
  ]

  async run() {
    const {args, flags} = await this.parse(DbSnapshot)
    const [{listSnapshots, takeSnapshot}, {snapshotView, snapshotsView}] = await Promise.all([
      import('../../databases/snapshots.js'),
      import('../../ui/views/database.js'),
    ])
    const folder = await this.snapshotFolder()
    if (flags.list) return this.print(await listSnapshots(folder), snapshotsView)
    const care = {dryRun: flags['dry-run'], show: (call: ClientCall) => this.showByHand(flags, call)}
    const taken = await takeSnapshot(await this.target(flags), folder, args.name, process.env, care)
    return this.print([taken], () => snapshotView(taken))
  }
}
