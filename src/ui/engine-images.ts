import type {CacheEntry, ImageCache} from '../distributions/cache-entries.js'
import {packageRoot} from '../platform/package-root.js'

/** What msa built on the engine that answers; empty where none does. */
export async function engineImages(env: NodeJS.ProcessEnv): Promise<ImageCache> {
  const [{findEngine}, {builtImages, removeBuiltImage}, {servicesContext}] = await Promise.all([
    import('../runtimes/docker/engine.js'),
    import('../runtimes/docker/services-images.js'),
    import('../runtimes/docker/services-image.js'),
  ])
  const engine = await findEngine(env, new AbortController().signal, {namedMs: 3000}).catch(() => undefined)
  if (engine === undefined) return {entries: [], remove: async () => false}
  const images = await builtImages(engine.docker, servicesContext(packageRoot()).reference)
  return {
    entries: images.map(
      ({id, name, bytes, isCurrent}): CacheEntry => ({
        ...{name: `image ${name}`, path: engine.address, image: id, bytes},
        state: isCurrent ? 'made' : 'old',
      }),
    ),
    remove: ({image}) => removeBuiltImage(engine.docker, image ?? ''),
  }
}
