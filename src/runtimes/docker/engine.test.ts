import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {createServer, type Server} from 'node:http'
import {createServer as createSocket} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {findEngine} from './engine.js'

const folder = mkdtempSync(join(tmpdir(), 'msa-engine-'))
const servers: {close(): unknown}[] = []
const signal = new AbortController().signal
afterAll(() => {
  for (const server of servers) server.close()
  rmSync(folder, {recursive: true, force: true})
})

const oldest = {Version: '20.10.24', ApiVersion: '1.41', Os: 'linux', Arch: 'arm64', Components: [{Name: 'Engine'}]}
const info = {MemTotal: 4e9, DockerRootDir: '/var/lib/docker', OperatingSystem: 'Debian', SecurityOptions: []}

describe('finding an engine', () => {
  it('tells what it found', async () => {
    const DOCKER_HOST = await engine('usual', oldest, info)
    expect(await findEngine({DOCKER_HOST}, signal)).toMatchObject({
      ...{address: DOCKER_HOST, source: 'DOCKER_HOST', name: 'Docker', version: '20.10.24', apiVersion: '1.41'},
      ...{architecture: 'arm64', memoryBytes: 4e9, dataFolder: '/var/lib/docker', rootless: false, isDesktop: false},
    })
  })

  it('knows Podman, a rootless engine and one in a virtual machine', async () => {
    const podman = {...oldest, Components: [{Name: 'Podman Engine'}, {Name: 'Conmon'}]}
    const options = {...info, SecurityOptions: ['name=seccomp,profile=default', 'name=rootless']}
    expect(await findEngine({DOCKER_HOST: await engine('podman', podman, options)}, signal)).toMatchObject({
      name: 'Podman',
      rootless: true,
    })
    const desktop = {...info, OperatingSystem: 'Docker Desktop'}
    expect(await findEngine({DOCKER_HOST: await engine('desktop', oldest, desktop)}, signal)).toMatchObject({
      isDesktop: true,
    })
  })

  it('refuses one that is too old, and says which is the oldest that will do', async () => {
    const DOCKER_HOST = await engine('old', {...oldest, ApiVersion: '1.9'}, info)
    await expect(findEngine({DOCKER_HOST}, signal)).rejects.toMatchObject({
      code: 'E_RUNTIME_UNAVAILABLE',
      details: [expect.stringMatching(/1\.9 .*1\.41/)],
    })
  })

  it('says of each place why there is none', async () => {
    const error = await findEngine({HOME: folder, XDG_RUNTIME_DIR: join(folder, 'run'), DOCKER_HOST: ''}, signal).catch(
      reason => reason,
    )
    // A machine may have an engine at a place of the system.
    if ('docker' in error) return expect(error.address).toMatch(/^unix:\/\/\/(var\/)?run\//)
    expect(error.details).toContain(`Colima: unix://${folder}/.colima/default/docker.sock: there is nothing`)
    expect(error.details.length).toBe(8)
  })

  it('says so when nobody listens on a socket that was left behind', async () => {
    const path = join(folder, 'left.sock')
    writeFileSync(path, '')
    await expect(findEngine({DOCKER_HOST: `unix://${path}`}, signal)).rejects.toMatchObject({
      details: [expect.stringContaining('nobody listens there')],
    })
  })

  it('does not wait long for one that does not answer', async () => {
    const path = join(folder, 'mute.sock')
    servers.push(
      createSocket(() => undefined)
        .listen(path)
        .unref(),
    )
    const began = performance.now()
    await expect(findEngine({DOCKER_HOST: `unix://${path}`}, signal, {namedMs: 300, usualMs: 1})).rejects.toMatchObject(
      {
        details: [expect.stringContaining('no answer within 300 ms')],
      },
    )
    expect(performance.now() - began).toBeLessThan(4000)
  }, 10_000)

  it('stays on the engine that a lab is on, whatever DOCKER_HOST says, and tells so when that one is away', async () => {
    const noted = await engine('noted', oldest, info)
    const DOCKER_HOST = await engine('other', oldest, info)
    expect(await findEngine({DOCKER_HOST}, signal, {noted})).toMatchObject({address: noted})
    await expect(
      findEngine({DOCKER_HOST}, signal, {noted: `unix://${join(folder, 'gone.sock')}`}),
    ).rejects.toMatchObject({
      message: expect.stringContaining('gone.sock does not answer'),
      details: ['there is nothing', expect.stringContaining('whatever DOCKER_HOST says')],
    })
  })

  it('does not go to another machine', async () => {
    await expect(findEngine({DOCKER_HOST: 'ssh://ann@big'}, signal)).rejects.toMatchObject({
      details: [expect.stringContaining('another machine')],
    })
  })
})

/** Answers like an engine to the two questions by which one is known. */
async function engine(name: string, version: object, about: object): Promise<string> {
  const path = join(folder, `${name}.sock`)
  const server: Server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(request.url?.endsWith('/version') ? version : about))
  })
  await new Promise<void>(resolve => server.listen(path, resolve))
  servers.push(server)
  return `unix://${path}`
}
