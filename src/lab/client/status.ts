import {pathExists} from '../../platform/files.js'
import type {Observed, Stats, TaskUrl} from '../../runtimes/runtime.js'
import type {Component} from '../../stacks/component.js'
import {effectivePorts} from '../effective-ports.js'
import type {LabPlace} from '../place.js'
import type {ComponentStatus} from '../protocol.js'
import {observeAll, runtimesOf, statsOfAll} from '../runtimes.js'
import {type ComponentState, explain, handleOf} from '../state.js'
import {factsOf, instanceNames, partsOf} from '../tasks/members.js'
import {findSnapshot} from './lab-client.js'

export interface LabStatus {
  readonly lab: {readonly name: string; readonly dir: string; readonly file: string | undefined}
  readonly supervisorPid: number | undefined
  readonly components: readonly ComponentReport[]
}

/** `unsupervised`: it runs, but the supervisor that watched it is gone. */
export type ReportedPhase = ComponentState['phase'] | 'unsupervised'

export interface ComponentReport {
  readonly name: string
  readonly component: string
  readonly summary: string
  readonly state: ReportedPhase
  /** What it waits for, why it isn't ready, how it ended; empty when there is nothing to say. */
  readonly reason: string
  readonly runtime: string
  readonly pid: number | undefined
  /** Id of its container, where it runs in one. */
  readonly container: string | undefined
  readonly ports: Readonly<Record<string, number>>
  /** Seconds in this state. */
  readonly forSeconds: number | undefined
  readonly restarts: number
  readonly adopted: boolean
  readonly memoryBytes: number | undefined
  /** CPU seconds since its processes began. */
  readonly cpuSeconds: number | undefined
  readonly urls: readonly TaskUrl[]
}

/** What is there, whoever is asked: the supervisor, else the processes themselves and the lab file. Never starts anything (promise P2). */
export async function labStatus(
  place: LabPlace,
  catalogue: readonly Component[],
  env: NodeJS.ProcessEnv,
  cwd: string,
): Promise<LabStatus> {
  const {identity} = place
  const lab = {name: identity.name, dir: identity.dir, file: place.file}
  const running = pathExists(identity.dir) ? await findSnapshot(identity, env, {withStats: true}) : undefined
  if (running !== undefined) {
    const {components, supervisorPid} = running.snapshot
    return {lab, supervisorPid, components: components.map(reportOf)}
  }
  const runtimes = runtimesOf(identity, env)
  const observed = await observeAll(runtimes, identity, new AbortController().signal)
  const stats = await statsOfAll(
    runtimes,
    observed.map(({handle}) => handle),
  )
  const stopped = await stoppedComponents(place, catalogue, env, cwd)
  return {lab, supervisorPid: undefined, components: stopped.map(report => withObserved(report, observed, stats))}
}

/** Is everything that should be up ready? */
export function isAllReady({components}: LabStatus): boolean {
  return components.length > 0 && components.every(({state}) => state === 'ready')
}

function reportOf(status: ComponentStatus): ComponentReport {
  const {name, component, summary, state, runtime, ports, forSeconds, restarts, adopted, stats, urls} = status
  return {
    ...{name, component, summary, runtime, ports, forSeconds, restarts, adopted, urls},
    state: state.phase,
    reason: explain(state),
    pid: handleOf(state)?.pid,
    container: handleOf(state)?.container,
    memoryBytes: stats?.rssBytes,
    cpuSeconds: stats?.cpuSeconds,
  }
}

async function stoppedComponents(
  place: LabPlace,
  catalogue: readonly Component[],
  env: NodeJS.ProcessEnv,
  cwd: string,
): Promise<ComponentReport[]> {
  // A running lab is asked without reading its file, which needs a parser.
  const {loadLab} = await import('../load-lab.js')
  const lab = await loadLab(place, catalogue, env, cwd)
  return partsOf(lab, catalogue, []).flatMap(part => {
    const facts = factsOf(part)
    const summary = part.kind === 'component' ? part.component.summary : `your own program in ${part.service.path}`
    return instanceNames(facts).map(
      (name): ComponentReport => ({
        ...{name, component: facts.name, summary, state: 'stopped', reason: '', runtime: facts.runtime},
        ports: effectivePorts(facts.defaultPorts, facts.ports, lab.portOffset),
        ...{pid: undefined, container: undefined, forSeconds: undefined, restarts: 0, adopted: false},
        ...{memoryBytes: undefined, cpuSeconds: undefined, urls: []},
      }),
    )
  })
}

function withObserved(
  report: ComponentReport,
  observed: readonly Observed[],
  stats: ReadonlyMap<string, Stats>,
): ComponentReport {
  const run = observed.find(({task}) => task === report.name)
  if (run === undefined) return report
  const own = stats.get(run.handle.run)
  return {
    ...report,
    state: 'unsupervised',
    reason: 'it runs, but its supervisor is gone; msa up takes it over',
    pid: run.handle.pid,
    container: run.handle.container,
    memoryBytes: own?.rssBytes,
    cpuSeconds: own?.cpuSeconds,
  }
}
