import {type ChildProcess, spawn} from 'node:child_process'
import {createServer, get} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {packageRoot} from '../src/platform/package-root.js'
import {freePorts} from '../src/platform/ports.js'
import {bootId, processFacts} from '../src/platform/processes.js'

export interface RunningProgram {
  readonly name: string
  readonly port: number
  /** From spawn to its health's first yes. */
  readonly readyMs: number
  rssMiB(): number
  /** CPU seconds so far. */
  cpuSeconds(): number
  stop(): Promise<void>
}

const dist = join(packageRoot(), 'dist')
const deadlineMs = 30_000

/** The flags with which a lab runs them; see `src/stacks/spring-service.ts`. */
const tuning = {
  size: ['--max-old-space-size=48', '--max-semi-space-size=1', '--optimize-for-size'],
  throughput: ['--max-old-space-size=64', '--max-semi-space-size=8'],
}

export async function startService(name: string, env: Readonly<Record<string, string>>): Promise<RunningProgram> {
  const flags = tuning[name === 'gateway' ? 'throughput' : 'size']
  const [port = 0] = await freePorts(1)
  const args = [...flags, join(dist, 'services', name, 'main.cjs')]
  return start(name, port, args, {...env, SERVER_PORT: String(port)}, '/actuator/health')
}

export async function startBareProxy(target: number): Promise<RunningProgram> {
  const [port = 0] = await freePorts(1)
  return start(
    'bare proxy',
    port,
    [join(dist, 'bench', 'bare-proxy.js'), String(port), String(target)],
    {},
    '/health_check',
  )
}

async function start(
  name: string,
  port: number,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  health: string,
): Promise<RunningProgram> {
  const began = performance.now()
  const child = spawn(process.execPath, args, {env: {PATH: process.env.PATH, ...env}, stdio: 'ignore'})
  while (!(await answersYes(port, health))) {
    if (child.exitCode === null && performance.now() - began < deadlineMs) continue
    child.kill('SIGKILL')
    throw new Error(`${name} does not start`)
  }
  const facts = () => processFacts(child.pid ?? 0, bootId())
  return {
    ...{name, port, readyMs: performance.now() - began},
    rssMiB: () => (facts()?.rssBytes ?? Number.NaN) / (1024 * 1024),
    cpuSeconds: () => facts()?.cpuSeconds ?? Number.NaN,
    stop: () => ended(child),
  }
}

function answersYes(port: number, path: string): Promise<boolean> {
  return new Promise(resolve => {
    const request = get({host: '127.0.0.1', port, path, agent: false}, answer => {
      answer.resume()
      resolve(answer.statusCode === 200)
    })
    // Asking all the time would take from the start what is measured.
    request.on('error', () => setTimeout(() => resolve(false), 5))
  })
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise(resolve => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}

/** Takes spans as Zipkin does, and forgets them: tracing is on, and Zipkin's own work is not measured. */
export async function startSpanSink(): Promise<{readonly url: string; close(): void}> {
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => response.writeHead(202).end())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const {port} = server.address() as AddressInfo
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return {url: `http://127.0.0.1:${port}/api/v2/spans`, close}
}
