import {MsaCommand} from '../../base-command.js'

export default class CacheLs extends MsaCommand {
  static override aliases = ['cache:list']
  static override summary = 'Show what lies in the cache that all labs share'
  static override examples = [
    {description: 'What lies there, and how large it is', command: '<%= config.bin %> <%= command.id %>'},
    {description: 'For a script', command: '<%= config.bin %> <%= command.id %> --json'},
  ]

  async run() {
    await this.parse(CacheLs)
    const [{cacheEntries}, {engineImages}, {thisCache}, {cacheView}] = await Promise.all([
      import('../../distributions/cache-entries.js'),
      import('../../ui/engine-images.js'),
      import('../../ui/this-cache.js'),
      import('../../ui/views/cache.js'),
    ])
    const {entries: images} = await engineImages(process.env)
    return this.print([...(await cacheEntries(thisCache())), ...images], cacheView)
  }
}
