import type Docker from 'dockerode'
import type {Exit, LabIdentity, Observed, Stats, TaskHandle} from '../runtime.js'
import {isNotFound} from './engine-error.js'
import {label} from './labels.js'

const listPatience = 5

/** What an engine's containers say about the runs of a lab. */
export async function observeContainers(docker: Docker, lab: LabIdentity): Promise<Observed[]> {
  const listed = await containersOf(docker, lab.id)
  const found = await Promise.all(listed.map(({Id}) => inspect(docker, Id)))
  return found.flatMap(info => (info === undefined ? [] : [observedOf(info)]))
}

/** All containers of a lab. One that goes meanwhile spoils the whole list of Podman, so that it is asked again. */
export async function containersOf(docker: Docker, labId: string): Promise<Docker.ContainerInfo[]> {
  for (let asked = 1; ; asked++) {
    try {
      return await docker.listContainers({all: true, filters: {label: [`${label.lab}=${labId}`]}})
    } catch (error) {
      if (!isNotFound(error) || asked === listPatience) throw error
    }
  }
}

function observedOf(info: Docker.ContainerInspectInfo): Observed {
  const labels = info.Config.Labels
  return {
    task: labels[label.component] ?? '',
    configHash: labels[label.configHash] ?? '',
    running: info.State.Running,
    handle: handleOf(info, labels[label.run] ?? '', 0),
  }
}

export function handleOf(info: Docker.ContainerInspectInfo, run: string, logFrom: number): TaskHandle {
  const {Pid: pid, StartedAt: startTime} = info.State
  return {runtime: 'docker', run, pid, startTime, bootId: 'engine', logFrom, container: info.Id}
}

/** Undefined where there is no such container. */
export async function inspect(docker: Docker, id: string): Promise<Docker.ContainerInspectInfo | undefined> {
  try {
    return await docker.getContainer(id).inspect()
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

/** 128 and the signal's number is how an engine tells that a signal ended the program. */
const signals: Readonly<Record<number, NodeJS.Signals>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  6: 'SIGABRT',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  15: 'SIGTERM',
}

export function exitOf(info: Docker.ContainerInspectInfo | undefined, forced: boolean): Exit {
  // Removed by somebody: how it ended is not known.
  if (info === undefined) return {code: null, signal: null, forced, note: 'unknown'}
  const {ExitCode, OOMKilled} = info.State
  const signal = signals[ExitCode - 128]
  return {
    code: signal === undefined ? ExitCode : null,
    signal: signal ?? null,
    forced,
    ...(OOMKilled ? {note: 'oom' as const} : {}),
  }
}

/** The engine's figures; the file cache, which the kernel takes back when it wants, is not counted. Podman has none of a container that ended. */
export function statsOf({memory_stats: memory, cpu_stats: cpu}: Partial<Docker.ContainerStats>): Stats {
  const cache = memory?.stats?.inactive_file ?? memory?.stats?.total_inactive_file ?? 0
  return {rssBytes: Math.max(0, (memory?.usage ?? 0) - cache), cpuSeconds: (cpu?.cpu_usage?.total_usage ?? 0) / 1e9}
}
