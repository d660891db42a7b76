import {join} from 'node:path'
import {MsaError, reasonOf} from '../errors.js'
import {systemClock} from '../platform/clock.js'
import {folderId, makePrivateFolder, removeTree} from '../platform/files.js'
import {lockHolder, tryLock} from '../platform/lock.js'
import {lastLines} from '../platform/log-file.js'
import {ask} from '../probes/ask.js'
import type {LabIdentity} from '../runtimes/runtime.js'
import {createApi} from './api.js'
import {assertPortsFree} from './assert-ports-free.js'
import {createEventLog} from './event-log.js'
import {faultPoint, runtimeWithFaults, storeWithFaults} from './fault-points.js'
import {untilFolderIsGone} from './folder-watch.js'
import {type HousekeepingDeps, keepLogsSmall, makeClassArchives} from './housekeeping.js'
import {listenOnSocket} from './listen.js'
import {observeAll, runtimesOf} from './runtimes.js'
import {createApiServer} from './server.js'
import {lockNameOf, socketPathOf} from './socket-path.js'
import {readState, stateFileOf} from './state-file.js'
import {createStore} from './store.js'
import {createSupervisor, type Supervisor} from './supervisor.js'
import {supervisorLogOf} from './supervisor-log.js'
import {sweepLab} from './sweep.js'

const quotedLogLines = 20
/** Whoever started this supervisor speaks to it at once; one that nobody wants goes away. */
const unwantedAfterMs = 15_000

/** The life of a lab's supervisor, from taking its lock to the end of its last component. Resolves at once when another one is there. */
export async function supervise(lab: LabIdentity, env: NodeJS.ProcessEnv): Promise<void> {
  await makePrivateFolder(lab.dir)
  const lock = await takeLock(lab)
  if (lock === undefined) return
  const point = faultPoint(env.MSA_FAULT, () => process.kill(process.pid, 'SIGKILL'))
  point('locked')
  const events = createEventLog(lab)
  const tell = (text: string) => events.emit({type: 'note', text})
  await sweepLab(lab)
  const before = await readState(lab, tell)
  const over = new AbortController()
  const all = runtimesOf(lab, env)
  const runtimes = {local: runtimeWithFaults(all.local, point), docker: runtimeWithFaults(all.docker, point)}
  const store = createStore(lab, () => supervisor.members.values())
  store.overrides = before?.overrides ?? store.overrides
  store.labFile = before?.labFile
  let isWanted = false
  const endWhenIdle = () => {
    if (isWanted && supervisor.isIdle()) over.abort()
  }
  const supervisor = createSupervisor(
    {
      lab,
      runtimes,
      ask,
      clock: systemClock,
      store: storeWithFaults(store, point),
      emit: events.emit,
      assertPortsFree,
      lastLogLines: (task, from) => lastLines(task.logFile, quotedLogLines, from),
      random: Math.random,
    },
    () => {
      endWhenIdle()
      archives.look()
    },
  )
  const housekeeping: HousekeepingDeps = {
    runtimes,
    members: () => supervisor.members.values(),
    ownLog: supervisorLogOf(lab),
    emit: events.emit,
    clock: systemClock,
    signal: over.signal,
  }
  const archives = workWhile(
    () => isSettled(supervisor),
    signal => makeClassArchives({...housekeeping, signal}),
  )
  const wanted = () => {
    isWanted = true
    endWhenIdle()
  }
  const server = createApiServer(createApi({lab, supervisor, store, events, runtimes, wanted}), events)
  await supervisor.adopt(await observeAll(runtimes, lab, over.signal), before?.members ?? [])
  point('adopted')
  await listenOnSocket(server, socketPathOf(lab, env))
  process.on('SIGTERM', () => tell('asked to end by SIGTERM: the lab runs on, unsupervised') ?? process.exit(0))
  point('listening')
  void systemClock.sleep(unwantedAfterMs, over.signal).then(wanted)
  void keepLogsSmall(housekeeping)
  void untilFolderIsGone(lab.dir, systemClock, over.signal).then(isGone =>
    isGone
      ? supervisor.down([...supervisor.members.keys()], 'msa: the folder of the lab is gone').then(wanted)
      : undefined,
  )
  await aborted(over.signal)
  point('over')
  // Whoever follows hears the end first; from here on nobody new is let in, and the next one finds no socket.
  server.close()
  await runtimes.docker.clear(lab).catch(error => tell(`the lab's network stays: ${reasonOf(error)}`))
  await removeTree(socketPathOf(lab, env))
  point('socket-removed')
  await removeTree(stateFileOf(lab))
  point('state-removed')
  server.closeAllConnections()
  await lock.release()
}

async function takeLock(lab: LabIdentity) {
  const name = lockNameOf(await folderId(lab.dir))
  const path = join(lab.dir, 'supervisor.lock')
  const lock = await tryLock(name, path, JSON.stringify({pid: process.pid, dir: lab.dir}))
  if (lock !== undefined) return lock
  const holder = await lockHolder(name, path)
  if (holder === undefined || holder.includes(JSON.stringify(lab.dir))) return undefined
  throw new MsaError('E_BUSY', `the data in ${lab.dir} is in use by another lab: ${holder}`, {
    tryThis: [
      'Stop that lab first: msa down in its folder',
      'Or give this lab a folder of its own: msa init other-lab',
    ],
  })
}

/** Everything that is wanted up is ready: the moment for work that may wait. */
function isSettled({members}: Supervisor): boolean {
  const up = [...members.values()].filter(({goal}) => goal === 'up')
  return up.length > 0 && up.every(({state}) => state.phase === 'ready')
}

/** Does the work once the condition holds, and gives it up when it holds no longer. */
function workWhile(condition: () => boolean, work: (signal: AbortSignal) => Promise<void>): {look(): void} {
  let running: AbortController | undefined
  return {
    look() {
      if (!condition()) {
        running?.abort()
        running = undefined
      } else if (running === undefined) {
        running = new AbortController()
        void work(running.signal)
      }
    },
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), {once: true})
  })
}
