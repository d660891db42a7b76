import type Docker from 'dockerode'
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest'
import type {Clock} from '../../../src/platform/clock.js'
import {type PullOptions, type PullProgress, pullImage} from '../../../src/runtimes/docker/pull.js'
import {useEngine} from '../../fixtures/engine/engine.js'
import {openRegistry, type TestRegistry} from '../../fixtures/engine/registry.js'
import {pushImage, type SmallImage, smallImage} from '../../fixtures/engine/small-images.js'
import {type CuttingProxy, cuttingProxy} from './cutting-proxy.js'

const megabyte = 1_000_000
const at: {docker?: Docker; registry?: TestRegistry} = {}
const proxies: CuttingProxy[] = []

beforeAll(async () => {
  at.docker = (await useEngine()).docker
  at.registry = await openRegistry()
})
afterAll(() => at.registry?.close())
afterEach(() => {
  for (const proxy of proxies.splice(0)) proxy.close()
})

describe('pulling an image', () => {
  it('brings it, and tells of each layer how much came', async () => {
    const reference = await published('three', {layers: [megabyte, 2 * megabyte]})
    const {progress} = await pull(reference)
    expect(await inspect(reference)).toBeDefined()
    expect(progress.at(-1)).toMatchObject({reference, done: true})
    const layers = progress.at(-1)?.layers ?? []
    expect(layers.map(({status}) => status)).toEqual(['done', 'done', 'done'])
    expect(layers.reduce((sum, {total}) => sum + total, 0)).toBeGreaterThan(2 * megabyte)
    for (const {current, total} of layers) expect(current).toBe(total)
    expect(progress.some(({layers: some}) => some.some(({status}) => status === 'downloading'))).toBe(true)
  })

  it('says at once that there is no such tag or repository', async () => {
    const reference = await published('known')
    for (const wrong of [`${reference}:gone`, reference.replace('known', 'unknown')]) {
      const pauses: number[] = []
      await expect(pull(wrong, {clock: clockThat(ms => void pauses.push(ms))})).rejects.toMatchObject({
        code: 'E_DOWNLOAD',
        message: expect.stringContaining(wrong),
      })
      expect(pauses).toEqual([])
    }
  })

  it('tries again while the registry is away, then says how to do without', async () => {
    const reference = await published('away')
    const pauses: number[] = []
    await registry().stop()
    try {
      await expect(pull(reference, {clock: clockThat(ms => void pauses.push(ms))})).rejects.toMatchObject({
        code: 'E_OFFLINE',
        suggestions: expect.arrayContaining([expect.stringContaining('docker load')]),
      })
      expect(pauses).toEqual([500, 2000, 5000])
    } finally {
      await registry().start()
    }
  })

  it('goes on when the registry comes back', async () => {
    const reference = await published('back')
    await registry().stop()
    await pull(reference, {clock: clockThat(() => registry().start())})
    expect(await inspect(reference)).toBeDefined()
  })

  it('survives a connection that is cut in the middle of a layer', async () => {
    const direct = await published('cut', {layers: [8 * megabyte]})
    const proxy = await proxyTo({times: 1, afterBytes: 2 * megabyte})
    const reference = direct.replace(registry().host, proxy.host)
    await pull(reference)
    expect(proxy.cuts()).toBe(1)
    expect(await inspect(reference)).toBeDefined()
  })

  it('survives connections that are cut before anything was said', async () => {
    const direct = await published('mute')
    const proxy = await proxyTo({times: 3, afterBytes: 0})
    const reference = direct.replace(registry().host, proxy.host)
    await pull(reference, {pauses: [10, 10, 10]})
    expect(proxy.cuts()).toBe(3)
  })

  it('brings exactly the content of a digest, under the name that was asked for', async () => {
    const reference = `${await published('pinned')}:latest`
    const digest = digestOf(await registryDigest('pinned'))
    // The tag moves on: who pins does not see it.
    await published('pinned', {layers: [2000]})
    await pull(reference, {}, digest)
    expect((await inspect(reference))?.RepoDigests).toContain(reference.replace(':latest', `@${digest}`))
  })

  it('says so when nothing has that digest', async () => {
    const reference = await published('other')
    const digest = `sha256:${'0'.repeat(64)}`
    await expect(pull(reference, {}, digest)).rejects.toMatchObject({code: 'E_DOWNLOAD'})
    expect(await inspect(reference)).toBeUndefined()
  })

  it('ends when it is told to', async () => {
    const reference = await published('ended')
    const stop = new AbortController()
    await registry().stop()
    try {
      const clock = clockThat(() => stop.abort(new Error('enough')))
      await expect(pull(reference, {clock, signal: stop.signal})).rejects.toThrow('enough')
    } finally {
      await registry().start()
    }
  })
})

function docker(): Docker {
  if (at.docker === undefined) throw new Error('the engine does not run')
  return at.docker
}

function registry(): TestRegistry {
  if (at.registry === undefined) throw new Error('the registry does not run')
  return at.registry
}

/** In the registry, and no longer in the engine. */
async function published(name: string, image?: SmallImage): Promise<string> {
  const reference = `${registry().host}/${name}`
  await smallImage(docker(), reference, image)
  await pushImage(docker(), reference)
  await docker().getImage(reference).remove()
  return reference
}

async function pull(
  reference: string,
  options: Partial<PullOptions> = {},
  digest?: string,
): Promise<{readonly progress: readonly PullProgress[]}> {
  const progress: PullProgress[] = []
  const signal = AbortSignal.timeout(120_000)
  await pullImage(docker(), {reference, digest}, {signal, onProgress: one => void progress.push(one), ...options})
  return {progress}
}

function inspect(reference: string): Promise<Docker.ImageInspectInfo | undefined> {
  return docker()
    .getImage(reference)
    .inspect()
    .catch(() => undefined)
}

async function registryDigest(name: string): Promise<Response> {
  return fetch(`http://${registry().host}/v2/${name}/manifests/latest`, {
    headers: {accept: 'application/vnd.docker.distribution.manifest.v2+json'},
  })
}

function digestOf(answer: Response): string {
  return answer.headers.get('docker-content-digest') ?? ''
}

/** Instead of pausing, something happens. */
function clockThat(act: (ms: number) => void | Promise<void>): Clock {
  return {now: () => performance.now(), sleep: async ms => act(ms)}
}

async function proxyTo(options: {readonly times: number; readonly afterBytes: number}): Promise<CuttingProxy> {
  const proxy = await cuttingProxy(registry().port, options)
  proxies.push(proxy)
  return proxy
}
