import {describe, expect, it} from 'vitest'
import {fakeContainer, fakeTask} from '../../../test/fakes/tasks.js'
import type {Task, TaskContainer} from '../runtime.js'
import {createOptions} from './create-options.js'

const placement = {network: 'msa-lab', machine: '172.20.0.1', user: '1234:1234', logDriver: 'local'} as const
const own = fakeContainer('kafka')
const foreign: TaskContainer = {...own, image: 'me/orders:1', managed: false}

function made(container: TaskContainer, task: Partial<Task> = {}) {
  return createOptions(fakeTask('kafka', task), container, 'run-1', placement)
}

describe('a container that msa brings along', () => {
  it('has its ports on loopback and nowhere else, by the same number on both sides', () => {
    const {ExposedPorts, HostConfig} = made(own, {ports: {broker: 9092, containers: 19_092}})
    expect(ExposedPorts).toEqual({'9092/tcp': {}, '19092/tcp': {}})
    expect(HostConfig?.PortBindings).toEqual({
      '9092/tcp': [{HostIp: '127.0.0.1', HostPort: '9092'}],
      '19092/tcp': [{HostIp: '127.0.0.1', HostPort: '19092'}],
    })
  })

  it('publishes no port that nobody on this machine asks for', () => {
    const {ExposedPorts, HostConfig} = made({...own, unpublished: [19_092]}, {ports: {broker: 9092, own: 19_092}})
    expect(Object.keys(ExposedPorts ?? {})).toEqual(['9092/tcp'])
    expect(Object.keys(HostConfig?.PortBindings ?? {})).toEqual(['9092/tcp'])
  })

  it('runs as a plain user that can gain nothing', () => {
    const {User, HostConfig} = made(own)
    expect(User).toBe('1234:1234')
    expect(HostConfig).toMatchObject({CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges']})
  })

  it('runs the command of the component, not the entry point of its image', () => {
    const {Entrypoint, Cmd, WorkingDir} = made(own, {workload: {command: 'java', args: ['-version']}})
    expect({Entrypoint, Cmd, WorkingDir}).toEqual({Entrypoint: ['java'], Cmd: ['-version'], WorkingDir: '/msa/data'})
  })

  it('has a volume of its own, and the one that all labs share', () => {
    expect(made(own).HostConfig?.Mounts).toEqual([
      {Type: 'volume', Source: expect.stringMatching(/^msa-tests-[0-9a-f]{6}-kafka$/), Target: '/msa'},
      {Type: 'volume', Source: 'msa-cache', Target: '/msa-cache'},
    ])
  })

  it('can write to its root only where it has to', () => {
    expect(made(own).HostConfig).not.toHaveProperty('ReadonlyRootfs')
    const {HostConfig} = made({...own, readOnlyRoot: true})
    expect(HostConfig).toMatchObject({ReadonlyRootfs: true, Tmpfs: {'/tmp': expect.stringContaining('nosuid')}})
  })
})

describe('every container', () => {
  it.each([own, foreign])('is on the network of its lab, by its names, and knows the machine: $image', container => {
    const {HostConfig, NetworkingConfig} = made({...container, aliases: ['kafka', 'broker']})
    expect(HostConfig).toMatchObject({NetworkMode: 'msa-lab', ExtraHosts: ['host.docker.internal:172.20.0.1']})
    expect(NetworkingConfig?.EndpointsConfig).toEqual({'msa-lab': {Aliases: ['kafka', 'broker']}})
  })

  it('is bounded in memory only where the lab file bounds it', () => {
    expect(made(own).HostConfig).not.toHaveProperty('Memory')
    expect(made({...own, memoryLimitMiB: 512}).HostConfig?.Memory).toBe(536_870_912)
  })

  it('is restarted by the supervisor, never by the engine', () => {
    expect(made(own).HostConfig?.RestartPolicy).toEqual({Name: 'no'})
    expect(made(foreign).HostConfig?.RestartPolicy).toEqual({Name: 'no'})
  })

  it('sees a folder of this machine without changing it, unless that was asked for', () => {
    const binds = [
      {from: '/home/me/repo', to: '/repo'},
      {from: '/home/me/out', to: '/out', writable: true},
    ]
    const mounts = made({...own, binds}).HostConfig?.Mounts ?? []
    expect(mounts.filter(({Type}) => Type === 'bind').map(({Source, ReadOnly}) => [Source, ReadOnly])).toEqual([
      ['/home/me/repo', true],
      ['/home/me/out', false],
    ])
  })
})

describe("somebody's own image", () => {
  it('runs by another entry point where the lab file has one', () => {
    const {Entrypoint, Cmd} = made({...foreign, entrypoint: ['sh', '-c']}, {workload: {command: '', args: ['serve']}})
    expect({Entrypoint, Cmd}).toEqual({Entrypoint: ['sh', '-c'], Cmd: ['serve']})
  })

  it('keeps its user, its entry point, its folder, its health check and its rights', () => {
    const options = made(foreign, {workload: {command: '', args: []}})
    for (const key of ['User', 'Entrypoint', 'Cmd', 'WorkingDir', 'Healthcheck'])
      expect(options).not.toHaveProperty(key)
    for (const key of ['CapDrop', 'SecurityOpt', 'ReadonlyRootfs']) expect(options.HostConfig).not.toHaveProperty(key)
    expect(options.Env).toEqual([])
    expect(options.HostConfig?.Mounts).toEqual([])
  })

  it('is given the arguments of the lab file, and only these', () => {
    const {Cmd, Entrypoint} = made(foreign, {workload: {command: '', args: ['--verbose']}})
    expect({Cmd, Entrypoint}).toEqual({Cmd: ['--verbose'], Entrypoint: undefined})
  })

  it('listens at its own port, which is another one on this machine', () => {
    const {ExposedPorts, HostConfig} = made({...foreign, portsInside: {18080: 80}}, {ports: {http: 18_080}})
    expect(ExposedPorts).toEqual({'80/tcp': {}})
    expect(HostConfig?.PortBindings).toEqual({'80/tcp': [{HostIp: '127.0.0.1', HostPort: '18080'}]})
  })
})
