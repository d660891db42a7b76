import {join} from 'node:path'
import type {CachePlace} from '../distributions/cache-entries.js'
import {cacheFolder} from '../lab/place.js'
import {packageRoot} from '../platform/package-root.js'

/** The cache of whoever runs this. */
export function thisCache(): CachePlace {
  return {cacheDir: cacheFolder(process.env), templatesDir: join(packageRoot(), 'templates')}
}
