import {packageVersion} from '../platform/package-root.js'
import type {LabIdentity, Runtime, RuntimeKind, Stats} from '../runtimes/runtime.js'
import type {EventLog} from './event-log.js'
import type {Member} from './member.js'
import {mergeOverrides} from './overrides.js'
import {type ComponentStatus, protocolVersion, type Snapshot} from './protocol.js'
import {statsOfAll} from './runtimes.js'
import type {Api} from './server.js'
import {handleOf} from './state.js'
import type {LabStore} from './store.js'
import type {Supervisor} from './supervisor.js'

export interface ApiDeps {
  readonly lab: LabIdentity
  readonly supervisor: Supervisor
  readonly store: LabStore
  readonly events: EventLog
  readonly runtimes: Readonly<Partial<Record<RuntimeKind, Runtime>>>
  /** Called once a request has made this supervisor somebody's. */
  readonly wanted: () => void
}

/** Requests of the commands, put into the supervisor's terms. */
export function createApi({lab, supervisor, store, events, runtimes, wanted}: ApiDeps): Api {
  const accepted = async (work: () => Promise<void>) => {
    const seq = events.lastSeq()
    await work()
    wanted()
    return {seq}
  }
  return {
    async snapshot({withStats}) {
      const members = [...supervisor.members.values()]
      const stats = withStats
        ? await statsOfAll(
            runtimes,
            members.flatMap(({state}) => handleOf(state) ?? []),
          )
        : new Map<string, Stats>()
      return {
        protocol: protocolVersion,
        version: packageVersion(),
        lab,
        labFile: store.labFile,
        supervisorPid: process.pid,
        overrides: store.overrides,
        components: members.map(member => statusOf(member, stats)),
        seq: events.lastSeq(),
      } satisfies Snapshot
    },
    up: ({tasks, members, names, overrides, labFile, by}) =>
      accepted(() => {
        store.overrides = mergeOverrides(store.overrides, overrides)
        store.labFile = labFile
        return supervisor.up({tasks, members, names, by})
      }),
    start: ({names, by}) => accepted(() => supervisor.start(names, by)),
    down: ({names, by}) => accepted(() => supervisor.down(names, by)),
    restart: ({names, by}) => accepted(() => supervisor.restart(names, by)),
  }
}

function statusOf(member: Member, stats: ReadonlyMap<string, Stats>): ComponentStatus {
  const {task, goal, state, restarts, adopted, since} = member
  const own = stats.get(handleOf(state)?.run ?? '')
  return {
    name: task.name,
    component: task.component,
    summary: task.summary,
    runtime: task.runtime,
    goal,
    state,
    forSeconds: Math.max(0, Math.round((Date.now() - since) / 1000)),
    restarts,
    adopted,
    ports: task.ports,
    dependsOn: task.dependsOn,
    urls: task.urls,
    logFile: task.logFile,
    configHash: task.configHash,
    ...(own === undefined ? {} : {stats: own}),
  }
}
