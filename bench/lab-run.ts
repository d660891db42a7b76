import {spawn} from 'node:child_process'
import {mkdir, rm, writeFile} from 'node:fs/promises'
import {cpus} from 'node:os'
import {join} from 'node:path'
import {findSnapshot} from '../src/lab/client/lab-client.js'
import {recordedEvents} from '../src/lab/client/lab-events.js'
import {provideConfigRepository} from '../src/lab/init-lab.js'
import {findLab} from '../src/lab/place.js'
import {packageRoot} from '../src/platform/package-root.js'
import {bootId, findMarked, processFacts} from '../src/platform/processes.js'
import {ownCpuMs, processorTime, shareOfOthers} from './other-work.js'
import {sevenNames} from './stock-servers.js'

export interface BenchLab {
  readonly folder: string
  readonly offset: number
  readonly env: NodeJS.ProcessEnv
}

export interface Boot {
  readonly ms: number
  /** CPU seconds that the seven used until ready, divided by the cores: no boot can be faster. */
  readonly floorMs: number
  readonly memoryMiB: number
  /** Share of the processors that other work of this machine took meanwhile: the more, the less the floor says. */
  readonly others: number
}

const mebibyte = 1024 * 1024

export async function openBenchLab(folder: string, offset: number): Promise<BenchLab> {
  await mkdir(folder, {recursive: true})
  await writeFile(join(folder, 'msa.yml'), 'version: 1\nuse: course\ncomponents:\n  order-service: {instances: 2}\n')
  await provideConfigRepository(folder)
  return {folder, offset, env: {...process.env, NO_COLOR: '1'}}
}

export function identityOf({folder, env}: BenchLab) {
  return findLab({file: join(folder, 'msa.yml'), cwd: folder, env}).identity
}

/** Time from the command to its end, when all seven are ready: what a person waits for. */
export async function boot(lab: BenchLab): Promise<Boot> {
  const before = processorTime()
  const ownBefore = ownCpuMs()
  const ms = await timeMsa(lab, ['up', ...sevenNames, '--port-offset', String(lab.offset), '--yes'])
  const now = processorTime()
  const seven = processesOf(lab).filter(({marks}) => marks.MSA_COMPONENT !== 'class-archive')
  const cpuMs = seven.reduce((sum, {cpuSeconds}) => sum + cpuSeconds, 0) * 1000
  const memory = seven.reduce((sum, {rssBytes}) => sum + rssBytes, 0)
  const ourMs = cpuMs + ownCpuMs() - ownBefore + (await supervisorCpuMs(lab))
  return {
    ms,
    floorMs: cpuMs / cpus().length,
    memoryMiB: memory / mebibyte,
    others: shareOfOthers(before, now, ourMs),
  }
}

/** The servers and, besides, the seven processes of the services: order-service twice. */
export async function bootWithServices(lab: BenchLab): Promise<number> {
  const services = ['config', 'discovery', 'gateway', 'user-service', 'order-service', 'catalog-service']
  return timeMsa(lab, ['up', ...sevenNames, ...services, '--port-offset', String(lab.offset), '--yes'])
}

async function supervisorCpuMs(lab: BenchLab): Promise<number> {
  const pid = (await findSnapshot(identityOf(lab), lab.env))?.snapshot.supervisorPid
  return pid === undefined ? 0 : (processFacts(pid, bootId())?.cpuSeconds ?? 0) * 1000
}

export function processesOf(lab: BenchLab) {
  return findMarked('MSA_LAB', identityOf(lab).id)
}

/** How long `down` took, and the slowest server's own stop. */
export async function down(lab: BenchLab): Promise<{readonly ms: number; readonly slowestMs: number}> {
  const ms = await timeMsa(lab, ['down'])
  return {ms, slowestMs: await slowestStop(lab)}
}

export async function emptyData({folder}: BenchLab): Promise<void> {
  await rm(join(folder, '.msa'), {recursive: true, force: true})
}

async function slowestStop(lab: BenchLab): Promise<number> {
  const stopping = new Map<string, number>()
  const took: number[] = []
  for (const event of await recordedEvents(identityOf(lab))) {
    if (event.type !== 'state') continue
    if (event.state.phase === 'stopping') stopping.set(event.component, Date.parse(event.at))
    const began = stopping.get(event.component)
    if (event.state.phase !== 'stopped' || began === undefined) continue
    stopping.delete(event.component)
    took.push(Date.parse(event.at) - began)
  }
  // Those of this `down` are the last seven.
  return Math.max(0, ...took.slice(-sevenNames.length))
}

export async function timeMsa({folder, env}: BenchLab, args: readonly string[]): Promise<number> {
  return timeNode([join(packageRoot(), 'bin', 'run.js'), ...args], {cwd: folder, env})
}

/** Milliseconds from spawn to exit of a Node program, which has to succeed. */
export function timeNode(
  args: readonly string[],
  options: {readonly cwd: string; readonly env: NodeJS.ProcessEnv},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const child = spawn(process.execPath, args, {...options, stdio: ['ignore', 'pipe', 'pipe']})
    let said = ''
    child.stdout.resume()
    child.stderr.on('data', text => {
      said += text
    })
    child.once('error', reject)
    child.once('close', code => {
      if (code === 0) resolve(performance.now() - began)
      else reject(new Error(`msa ${args.slice(1).join(' ')} ended with ${code}:\n${said}`))
    })
  })
}
