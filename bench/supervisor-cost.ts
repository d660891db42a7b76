import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {findSnapshot} from '../src/lab/client/lab-client.js'
import {systemClock} from '../src/platform/clock.js'
import {bootId, processFacts} from '../src/platform/processes.js'
import type {Figure} from './figures.js'
import {type BenchLab, identityOf} from './lab-run.js'

const settleMs = 5000
const windowMs = 20_000

/** What the supervisor costs while nothing happens: resident memory, and processor time over 20 seconds. */
export async function idleCost(lab: BenchLab): Promise<Figure[]> {
  const pid = (await findSnapshot(identityOf(lab), lab.env))?.snapshot.supervisorPid
  if (pid === undefined) throw new Error('the lab has no supervisor')
  await systemClock.sleep(settleMs)
  const before = cpuMs(pid)
  const began = systemClock.now()
  await systemClock.sleep(windowMs)
  const share = (cpuMs(pid) - before) / (systemClock.now() - began)
  const memory = (processFacts(pid, bootId())?.rssBytes ?? 0) / 1024 / 1024
  return [
    {name: 'supervisor, resident', values: [memory], goal: 60, unit: 'MiB'},
    {name: 'supervisor, CPU while idle', values: [share * 100], goal: 1, unit: '%'},
  ]
}

/** The scheduler's own figure, in nanoseconds a thread: /proc/PID/stat counts in hundredths of a second. */
function cpuMs(pid: number): number {
  const tasks = `/proc/${pid}/task`
  const ns = readdirSync(tasks).map(task => Number(readFileSync(join(tasks, task, 'schedstat'), 'utf8').split(' ')[0]))
  return ns.reduce((sum, each) => sum + each, 0) / 1e6
}
