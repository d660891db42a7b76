import {MsaCommand} from '../../base-command.js'

export default class CacheLs extends MsaCommand {
  static override aliases = ['cache:list']
  static override summary = 'Show what lies in the cache that all labs share'
  static override examples = ['<%= config.bin %> <%= command.id %>']

  async run() {
    await this.parse(CacheLs)
    const [{cacheEntries}, {thisCache}, {cacheView}] = await Promise.all([
      import('../../distributions/cache-entries.js'),
      import('../../ui/this-cache.js'),
      import('../../ui/views/cache.js'),
    ])
    return this.print(await cacheEntries(thisCache()), cacheView)
  }
}
