import {Args, Flags} from '@oclif/core'
import {DatabaseCommand} from '../../database-command.js'
import type {ClientCall} from '../../databases/by-hand.js'

export default class DbRestore extends DatabaseCommand {
  static override summary = 'Put the databases back to what a snapshot has'
  static override args = {name: Args.string({ignoreStdin: true, default: 'latest', summary: 'Name of the snapshot'})}
  static override flags = {
    yes: Flags.boolean({char: 'y', summary: 'Do not ask'}),
    'dry-run': Flags.boolean({summary: 'Only say what would be put back'}),
  }
  static override examples = [
    {description: 'That of before an exercise', command: '<%= config.bin %> <%= command.id %> before-exercise-9'},
    {description: 'The latest, without a question', command: '<%= config.bin %> <%= command.id %> --yes'},
    {
      description: 'Only whether it is there',
      command: '<%= config.bin %> <%= command.id %> before-exercise-9 --dry-run',
    },
  ]

  async run() {
    const {args, flags} = await this.parse(DbRestore)
    const [{restoreSnapshot}, {approveDeletion}, {snapshotView}] = await Promise.all([
      import('../../databases/snapshots.js'),
      import('../../ui/approve-deletion.js'),
      import('../../ui/views/database.js'),
    ])
    const care = {
      dryRun: flags['dry-run'],
      show: (call: ClientCall) => this.showByHand(flags, call),
      approve: approveDeletion(flags, this.terminal),
    }
    const folder = await this.snapshotFolder()
    const restored = await restoreSnapshot(await this.target(flags), folder, args.name, process.env, care)
    return this.print([restored], () => snapshotView(restored))
  }
}
