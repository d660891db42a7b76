import {mkdir, writeFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {systemClock} from '../src/platform/clock.js'
import {type Daemon, spawnDaemon} from '../src/platform/daemon.js'
import {bootId, findMarked, isAlive, processFacts, signalGroup, signalProcess} from '../src/platform/processes.js'
import {runToEnd} from '../src/platform/run-to-end.js'
import {ask} from '../src/probes/ask.js'
import type {StockServer} from './stock-servers.js'

const pollMs = 25
const patienceMs = 90_000
const killAfterMs = 20_000
/** What marks the processes of this measurement, so that none of them is left. */
const mark = 'MSA_BENCH'

interface Running {
  readonly daemon: Daemon
  readonly startTime: string
}

/** Starts the servers one after another, each when the one before is ready; resolves to the milliseconds that took, with all of them ended again. */
export async function timeStockBoot(servers: readonly StockServer[], folder: string): Promise<number> {
  await Promise.all(servers.map(server => layOut(server, folder)))
  const running: Running[] = []
  try {
    const began = systemClock.now()
    for (const server of servers) running.push(await startOne(server, folder))
    return systemClock.now() - began
  } finally {
    // Dependents first, as everybody would.
    for (const one of running.reverse()) await end(one)
    killStock(folder)
  }
}

/** Whatever is left of servers that were started below this folder. */
export function killStock(folder: string): void {
  for (const left of findMarked(mark)) if (left.marks[mark]?.startsWith(folder)) signalProcess(left, 'SIGKILL')
}

async function layOut({files = {}, directories = []}: StockServer, folder: string): Promise<void> {
  for (const path of directories) await mkdir(path, {recursive: true})
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), {recursive: true})
    await writeFile(join(folder, name), text)
  }
}

async function startOne(server: StockServer, folder: string): Promise<Running> {
  const {name, command, env = {}, prepare, question, ports} = server
  const full = {PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', HOME: folder, [mark]: folder, ...env}
  if (prepare !== undefined)
    await runToEnd(prepare[0], prepare.slice(1), {env: full, signal: AbortSignal.timeout(60_000)})
  const [program, ...args] = command
  const logFile = join(folder, `${name}.log`)
  const daemon = await spawnDaemon({command: program, args, env: full, cwd: folder, logFile})
  const running = {daemon, startTime: processFacts(daemon.pid, bootId())?.startTime ?? ''}
  const deadline = systemClock.now() + patienceMs
  while (systemClock.now() < deadline) {
    const verdict = await ask(
      question,
      {host: '127.0.0.1', ports},
      {timeoutMs: 2000, signal: AbortSignal.timeout(2500)},
    )
    if (verdict.ok) return running
    await systemClock.sleep(pollMs)
  }
  await end(running)
  throw new Error(`${name} with its stock settings was not ready within ${patienceMs / 1000} s: ${logFile}`)
}

async function end({daemon, startTime}: Running): Promise<void> {
  const leader = {pid: daemon.pid, startTime, bootId: bootId()}
  signalGroup(leader, 'SIGTERM')
  const deadline = systemClock.now() + killAfterMs
  while (isAlive(leader) && systemClock.now() < deadline) await systemClock.sleep(pollMs)
  signalGroup(leader, 'SIGKILL')
}
