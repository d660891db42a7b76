import {MsaError} from '../../errors.js'
import type {Component} from '../../stacks/component.js'
import {type BootTimes, bootTimes} from '../boot-times.js'
import {criticalPath, inDependencyOrder} from '../graph.js'
import {loadLab} from '../load-lab.js'
import type {LabPlace} from '../place.js'
import {partsOf} from '../tasks/members.js'
import {plannedParts} from '../up/planned-parts.js'
import {recordedEvents} from './lab-events.js'

export interface LabGraph {
  readonly nodes: readonly {
    readonly name: string
    readonly dependsOn: readonly string[]
    /** Milliseconds after the boot began; absent without `timing`, and for what did not become ready. */
    readonly startedMs?: number
    readonly readyMs?: number
  }[]
  /** The chain that decided how long the boot took. */
  readonly criticalPath?: readonly string[]
}

/** The dependency graph of the lab file, with the times of the last boot when they are asked for. */
export async function labGraph(
  place: LabPlace,
  catalogue: readonly Component[],
  env: NodeJS.ProcessEnv,
  cwd: string,
  {timing}: {readonly timing: boolean},
): Promise<LabGraph> {
  const lab = await loadLab(place, catalogue, env, cwd)
  const tasks = inDependencyOrder(plannedParts(partsOf(lab, catalogue, [])))
  const nodes = tasks.map(({name, dependsOn}) => ({name, dependsOn: dependsOn.map(({on}) => on)}))
  if (!timing) return {nodes}
  const times = bootTimes(await recordedEvents(place.identity))
  if (times.size === 0) throw neverBooted(lab.name)
  const readyAt = new Map([...times].flatMap(([name, {readyMs}]) => (readyMs === undefined ? [] : [[name, readyMs]])))
  return {
    nodes: nodes.filter(({name}) => times.has(name)).map(node => ({...node, ...timesOf(times.get(node.name))})),
    criticalPath: criticalPath(tasks, readyAt),
  }
}

function timesOf(times: BootTimes | undefined) {
  return {
    ...(times?.startedMs === undefined ? {} : {startedMs: times.startedMs}),
    ...(times?.readyMs === undefined ? {} : {readyMs: times.readyMs}),
  }
}

function neverBooted(name: string): MsaError {
  return new MsaError('E_NOT_RUNNING', `no boot of the lab ${name} is on record`, {tryThis: ['Start it: msa up']})
}
