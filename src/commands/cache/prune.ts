import {Flags} from '@oclif/core'
import {MsaCommand} from '../../base-command.js'

export default class CachePrune extends MsaCommand {
  static override summary =
    'Delete what this version of msa has no use for: old distributions, remains of cut downloads'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --dry-run',
    {description: 'Begin with an empty cache', command: '<%= config.bin %> <%= command.id %> --all --yes'},
  ]
  static override flags = {
    all: Flags.boolean({summary: 'Also delete what is current; it is fetched and made again when it is needed'}),
    yes: Flags.boolean({char: 'y', summary: 'Do not ask'}),
    'dry-run': Flags.boolean({summary: 'Only say what would be deleted'}),
  }

  async run() {
    const {flags} = await this.parse(CachePrune)
    const [{pruneCache}, {engineImages}, {thisCache}, {approveDeletion}, {prunedView}] = await Promise.all([
      import('../../distributions/cache-entries.js'),
      import('../../ui/engine-images.js'),
      import('../../ui/this-cache.js'),
      import('../../ui/approve-deletion.js'),
      import('../../ui/views/cache.js'),
    ])
    const pruned = await pruneCache(thisCache(), {
      all: flags.all,
      images: await engineImages(process.env),
      dryRun: flags['dry-run'],
      approve: approveDeletion(flags, this.terminal),
      signal: this.interrupt(),
    })
    return this.print(pruned, facts => prunedView(facts, flags['dry-run']))
  }
}
