import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, describe, expect, it} from 'vitest'
import {freePorts} from '../../../src/platform/ports.js'
import {useEngine} from '../../fixtures/engine/engine.js'
import {until} from '../until.js'
import {type ContainerLab, openContainerLab} from './container-lab.js'

/** One small real server is enough to see what a runtime does; its port is asked for by Prometheus's own protocol. */
async function openSmallLab(name = 'faults'): Promise<ContainerLab & {readonly port: number}> {
  const [port = 0] = await freePorts(1)
  const lab = await openContainerLab(`name: ${name}\ncomponents: {prometheus: {runtime: docker, port: ${port}}}\n`)
  return {...lab, port}
}

const isReady = async (lab: ContainerLab) => (await lab.states()).prometheus === 'ready'
const idOf = async (lab: ContainerLab) => (await lab.containerOf('prometheus')).id
/** Between the two there is none, and its state may still be the one before its death. */
const hasOtherContainer = async (lab: ContainerLab, id: string) => {
  const ids = (await lab.containers()).map(({Id}) => Id)
  return ids.length > 0 && !ids.includes(id)
}
const restartedSince = (lab: ContainerLab, id: string) =>
  until(
    'it runs again, in another container',
    async () => (await hasOtherContainer(lab, id)) && (await isReady(lab)),
    60_000,
  )

/** Whatever a test does to the engine, the next one finds it. */
afterEach(async () => (await useEngine()).start())

describe('F57: a lab in containers', () => {
  it('F18: brings back a component whose process was killed, and notes by what', async () => {
    const lab = await openSmallLab()
    await lab.ok('up')
    const id = await idOf(lab)
    process.kill((await (await lab.containerOf('prometheus')).inspect()).State.Pid, 'SIGKILL')
    await restartedSince(lab, id)
    expect(lab.events()).toContain('SIGKILL')
  })

  it('F20: takes a component that was stopped in its tracks for hung, and starts it anew', async () => {
    const lab = await openSmallLab()
    await lab.ok('up')
    const id = await idOf(lab)
    await (await lab.containerOf('prometheus')).pause()
    await restartedSince(lab, id)
    expect(lab.events()).toContain('hung')
  })

  it('brings back a container that somebody removed', async () => {
    const lab = await openSmallLab()
    await lab.ok('up')
    const container = await lab.containerOf('prometheus')
    await container.remove({force: true})
    await restartedSince(lab, container.id)
  })

  it('does not take an engine that is away for a stopped component, and goes on when it is back', async () => {
    const lab = await openSmallLab()
    await lab.ok('up')
    await lab.engine.kill()
    const away = await until(
      'the engine is missed',
      async () => {
        const {components} = await lab.status()
        return components.find(({state}) => state === 'unhealthy')?.reason
      },
      60_000,
    )
    expect(away).toContain('does not answer')
    await lab.engine.start()
    await until('it runs again', () => isReady(lab), 90_000)
  })

  it('says that the engine is away when there is no other way to take a lab down, and takes it down once it is back', async () => {
    const lab = await openSmallLab()
    await lab.ok('up')
    for (const supervisor of lab.supervisors()) process.kill(supervisor, 'SIGKILL')
    await lab.engine.kill()
    const down = await lab.run('down')
    expect(down).toHaveEndedWith(4)
    expect(down.stderr).toContain('docker.sock')
    await lab.engine.start()
    await lab.ok('down')
    expect(await lab.containers()).toEqual([])
  })

  it('F01: adopts its containers after the supervisor was killed, and loses nothing of their logs', async () => {
    const lab = await openSmallLab()
    await lab.ok('up')
    const id = await idOf(lab)
    for (const supervisor of lab.supervisors()) process.kill(supervisor, 'SIGKILL')
    await lab.ok('up')
    expect(await idOf(lab)).toBe(id)
    const {components} = await lab.status()
    expect(components[0]).toMatchObject({state: 'ready', adopted: true, restarts: 0})
  })

  it('leaves a container alone that has its name and is not its own', async () => {
    const lab = await openSmallLab('taken')
    await lab.ok('up')
    const {Name} = await (await lab.containerOf('prometheus')).inspect()
    await lab.ok('down')
    const {image, docker} = await useEngine()
    const stranger = await docker.createContainer({name: Name.slice(1), Image: image, Cmd: ['sleep', '60']})
    const up = await lab.run('up')
    expect(up).toHaveEndedWith(1)
    expect(up.stderr).toContain('msa did not make it')
    await lab.run('down')
    expect((await stranger.inspect()).Name).toBe(Name)
    await stranger.remove({force: true})
  })

  it('names who holds a port that a stranger published', async () => {
    const lab = await openSmallLab()
    const {image, docker} = await useEngine()
    const stranger = await docker.createContainer({
      ...{Image: image, Cmd: ['sleep', '60'], ExposedPorts: {'80/tcp': {}}},
      HostConfig: {PortBindings: {'80/tcp': [{HostIp: '127.0.0.1', HostPort: String(lab.port)}]}},
    })
    await stranger.start()
    const up = await lab.run('up')
    expect(up).toHaveEndedWith(4)
    expect(up.stderr).toContain(`${lab.port}`)
    expect(up.stderr).toContain('docker')
    await stranger.remove({force: true})
  })

  it('two labs side by side touch nothing of each other', async () => {
    const one = await openSmallLab('same-name')
    const two = await openSmallLab('same-name')
    await one.ok('up')
    await two.ok('up')
    await one.ok('down', '--volumes', '--yes')
    expect(await isReady(two)).toBe(true)
    expect(await two.volumes()).toHaveLength(1)
    await two.ok('down')
    expect(await two.volumes(), 'without --volumes data stays').toHaveLength(1)
    await two.ok('down', '--volumes', '--yes')
    expect(await two.volumes()).toEqual([])
  })

  it('without an engine says where it looked and what to do', async () => {
    const lab = await openSmallLab()
    const up = await lab.runWith({env: {...lab.env, DOCKER_HOST: 'unix:///nowhere/docker.sock'}}, 'up')
    expect(up).toHaveEndedWith(4)
    expect(up.stderr).toContain('/nowhere/docker.sock')
  })

  it('says which image is missing when nothing may be fetched', async () => {
    const [port = 0] = await freePorts(1)
    const lab = await openContainerLab(`services: {web: {image: "nobody/has-this:1", port: ${port}}}\n`)
    await lab.ok('trust')
    const up = await lab.run('up', '--pull', 'never')
    expect(up).toHaveEndedWith(4)
    expect(up.stderr).toContain('nobody/has-this:1')
    expect(await lab.containers()).toEqual([])
  })

  it('P25: keeps a component within the memory that the lab file gives it, and says when that was not enough', async () => {
    const {image} = await useEngine()
    const [port = 0] = await freePorts(1)
    const hog = ['node', '-e', 'const all = []; for (;;) all.push(Buffer.alloc(1e6, 1))']
    const lab = await openContainerLab(
      `services: {hog: {image: "${image}", args: ${JSON.stringify(hog)}, port: ${port}, memory: 64M, restart: never}}\n`,
    )
    await lab.ok('trust')
    const up = await lab.run('up')
    expect(up).toHaveEndedWith(1)
    expect(up.stderr).toMatch(/memory|oom/i)
  })
})

describe('a mixed lab', () => {
  it('processes and containers reach each other by what they are told', async () => {
    const [inBox = 0, outside = 0] = await freePorts(2)
    const {image} = await useEngine()
    const ask =
      'node -e "require(\'http\').createServer(async (q, s) => s.end(await fetch(process.env.OTHER).then(r => r.text(), e => String(e.cause)))).listen(process.env.PORT, process.env.BIND)"'
    const tell =
      "require('http').createServer((q, s) => s.end('from the machine')).listen(process.env.PORT, '127.0.0.1')"
    const lab = await openContainerLab('')
    writeFileSync(
      join(lab.folder, 'msa.yml'),
      JSON.stringify({
        version: 1,
        services: {
          outside: {command: [process.execPath, '-e', tell], port: outside, health: '/'},
          box: {
            image,
            args: ['sh', '-c', ask],
            port: inBox,
            health: '/',
            env: {OTHER: `http://host.docker.internal:${outside}/`, BIND: '0.0.0.0'},
          },
        },
      }),
    )
    await lab.ok('trust')
    await lab.ok('up')
    expect(await (await fetch(`http://127.0.0.1:${inBox}/`)).text()).toBe('from the machine')
  })

  it('a component that moves says where its data stays, and back again which of the two it uses', async () => {
    const lab = await openSmallLab()
    const file = join(lab.folder, 'msa.yml')
    const moved = async (from: string, to: string) => {
      await lab.ok('down')
      writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))
      const up = await lab.run('up')
      expect(up).toHaveEndedWith(0)
      return up.stdout + up.stderr
    }
    await lab.ok('up')
    expect(await moved('docker', 'local')).toContain('its data stays')
    expect(await moved('local', 'docker')).toContain('prometheus has data of both runtimes and uses the volume')
  })

  it('picks containers by itself where the programs are missing, and says so', async () => {
    const [port = 0] = await freePorts(1)
    const lab = await openContainerLab(`components: {prometheus: {port: ${port}}}\n`)
    const missing = {...lab.env, MSA_PROMETHEUS_HOME: '/nowhere', PATH: join(process.execPath, '..')}
    const up = await lab.runWith({env: missing}, 'up')
    expect(up.stderr + up.stdout).toContain('prometheus is not on this machine')
    expect(await lab.containers()).toHaveLength(1)
  })
})
