import {MsaCommand} from '../../base-command.js'

export default class CacheVerify extends MsaCommand {
  static override summary =
    'Read every jar of the cache again and compare its SHA-256 sum; ends with 3 when one is wrong'
  static override examples = ['<%= config.bin %> <%= command.id %>']

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
