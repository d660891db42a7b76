import type {ContainerCreateOptions} from 'dockerode'
import type {Task, TaskContainer} from '../runtime.js'
import {entryOf} from './entry-script.js'
import {cacheVolume, containerName, labelsOf, volumeName} from './labels.js'
import type {LogDriver} from './open-engine.js'
import {inside, machineName} from './places.js'

export interface Placement {
  /** Name of the lab's network. */
  readonly network: string
  /** Where containers of that network reach this machine. */
  readonly machine: string
  /** `uid:gid` of what msa brings along. */
  readonly user: string
  readonly logDriver: LogDriver
}

/** A task as the engine wants it. Pure: everything is decided before. */
export function createOptions(
  task: Task,
  container: TaskContainer,
  run: string,
  {network, machine, user, logDriver}: Placement,
): ContainerCreateOptions & {readonly name: string} {
  const {workload} = task
  const [entry, ...args] = container.managed ? entryOf(workload, run) : []
  const published = Object.values(task.ports).filter(port => !container.unpublished.includes(port))
  const ports = published.map(port => ({port, own: container.portsInside[port] ?? port}))
  return {
    name: containerName(task),
    Image: container.image,
    ...(container.managed
      ? {Entrypoint: entry === undefined ? [] : [entry], Cmd: args, User: user, WorkingDir: inside.data}
      : ownProgram(workload.args, container.entrypoint)),
    Env: Object.entries({...(container.managed ? {HOME: inside.data} : {}), ...workload.env}).map(
      ([name, value]) => `${name}=${value}`,
    ),
    Labels: labelsOf(task, run),
    ExposedPorts: Object.fromEntries(ports.map(({own}) => [`${own}/tcp`, {}])),
    StopSignal: task.stopSignal,
    // Probes are msa's own; an image's would only cost.
    ...(container.managed ? {Healthcheck: {Test: ['NONE']}} : {}),
    HostConfig: hostConfig(task, container, ports, {network, machine, logDriver}),
    NetworkingConfig: {EndpointsConfig: {[network]: {Aliases: [...container.aliases]}}},
  }
}

/** An engine leaves out an image's command, too, where the entrypoint is another one. */
function ownProgram(
  args: readonly string[],
  entrypoint: readonly string[] | undefined,
): Pick<ContainerCreateOptions, 'Entrypoint' | 'Cmd'> {
  return {
    ...(entrypoint === undefined ? {} : {Entrypoint: [...entrypoint]}),
    ...(args.length === 0 ? {} : {Cmd: [...args]}),
  }
}

function hostConfig(
  task: Task,
  container: TaskContainer,
  ports: readonly {readonly port: number; readonly own: number}[],
  {network, machine, logDriver}: Omit<Placement, 'user'>,
): NonNullable<ContainerCreateOptions['HostConfig']> {
  const {lab, name} = task
  return {
    NetworkMode: network,
    PortBindings: Object.fromEntries(
      ports.map(({port, own}) => [`${own}/tcp`, [{HostIp: '127.0.0.1', HostPort: String(port)}]]),
    ),
    ExtraHosts: [`${machineName}:${machine}`],
    Mounts: [
      ...(container.managed
        ? [
            {Type: 'volume' as const, Source: volumeName(lab, name), Target: inside.volume},
            {Type: 'volume' as const, Source: cacheVolume, Target: inside.cacheVolume},
          ]
        : []),
      ...Object.entries(container.volumes).map(([volume, path]) => ({
        Type: 'volume' as const,
        Source: volumeName(lab, volume),
        Target: path,
      })),
      ...container.binds.map(({from, to, writable}) => ({
        Type: 'bind' as const,
        Source: from,
        Target: to,
        ReadOnly: writable !== true,
      })),
    ],
    ...(container.memoryLimitMiB === undefined ? {} : {Memory: container.memoryLimitMiB * 1024 * 1024}),
    ...(container.readOnlyRoot ? {ReadonlyRootfs: true, Tmpfs: {'/tmp': 'rw,nosuid,nodev,size=64m'}} : {}),
    // What msa brings along runs as a plain user from its first instruction.
    ...(container.managed ? {CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges']} : {}),
    // The supervisor restarts, by its own policy, and its log files are bounded; the engine's copy need not last.
    RestartPolicy: {Name: 'no'},
    LogConfig: {Type: logDriver, Config: {'max-size': '10m', 'max-file': '2'}},
  }
}
