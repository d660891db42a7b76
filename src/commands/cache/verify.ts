import {MsaCommand} from '../../base-command.js'

export default class CacheVerify extends MsaCommand {
  static override summary =
    'Read every jar of the cache again and compare its SHA-256 sum; ends with 3 when one is wrong'
  static override examples = [
    {description: 'Everything, read again', command: '<%= config.bin %> <%= command.id %>'},
    {
      description: 'For a script: 3 says that something is damaged',
      command: '<%= config.bin %> <%= command.id %> --json',
    },
  ]

  async run() {
    await this.parse(CacheVerify)
    const [{verifyCache}, {thisCache}, {verifiedView}] = await Promise.all([
      import('../../distributions/cache-entries.js'),
      import('../../ui/this-cache.js'),
      import('../../ui/views/cache.js'),
    ])
    const verified = await verifyCache(thisCache())
    if (verified.some(({problems}) => problems.length > 0)) process.exitCode = 3
    return this.print(verified, verifiedView)
  }
}
