/**
 * The services side by side with plain Node: `npm run bench:services -- [--runs 5] [--requests 20000] [--soak 500000]`. Figures are ratios
 * within one run; minimum and median are told. It measures and does not judge: the exit code is 0 with a goal missed, too.
 */
import {execFile} from 'node:child_process'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {availableParallelism, tmpdir} from 'node:os'
import {join} from 'node:path'
import {parseArgs, promisify} from 'node:util'
import {packageRoot} from '../src/platform/package-root.js'
import {type Figure, figureLine} from './figures.js'
import {timeNode} from './lab-run.js'
import {type RunningProgram, startBareProxy, startService, startSpanSink} from './service-processes.js'

interface Load {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

/** The gateway passes at least 0.6 times what the bare proxy does. */
const throughputGoal = 1.67
const run = promisify(execFile)
const {values: flags} = parseArgs({
  options: {
    runs: {type: 'string', default: '5'},
    requests: {type: 'string', default: '20000'},
    soak: {type: 'string', default: '0'},
  },
})
const runs = Math.max(1, Number(flags.runs))
const home = await mkdtemp(join(tmpdir(), 'msa-bench-'))
const programs: RunningProgram[] = []
const sink = await startSpanSink()
try {
  tell(`${availableParallelism()} cores, ${runs} interleaved runs, times of one run beside each other`)
  const env = await startPlatform()
  const figures = [...(await startFigures(env)), ...(await gatewayFigures(env)), ...(await encryptFigures())]
  tell('')
  for (const figure of figures) tell(figureLine(figure))
} finally {
  for (const program of programs.reverse()) await program.stop()
  sink.close()
  await rm(home, {recursive: true, force: true})
}

async function kept(program: Promise<RunningProgram>): Promise<RunningProgram> {
  programs.push(await program)
  return program
}

async function startPlatform(): Promise<Record<string, string>> {
  await writeFile(join(home, 'key'), 'abcdefghijklmnopqrstuvwxyz0123456789', {mode: 0o600})
  const repository = join(packageRoot(), 'templates', 'lab', 'config-repo')
  const own = {
    SPRING_CLOUD_CONFIG_SERVER_NATIVE_SEARCHLOCATIONS: repository,
    ENCRYPT_KEYFILE: join(home, 'key'),
  }
  const config = await kept(startService('config', own))
  const discovery = await kept(startService('discovery', {}))
  return {
    ...own,
    SPRING_CLOUD_CONFIG_URI: `http://127.0.0.1:${config.port}`,
    EUREKA_CLIENT_SERVICEURL_DEFAULTZONE: `http://127.0.0.1:${discovery.port}/eureka`,
    MANAGEMENT_ZIPKIN_TRACING_ENDPOINT: sink.url,
    ...{USER_STORAGE: 'memory', ORDER_STORAGE: 'memory', CATALOG_STORAGE: 'memory'},
  }
}

/** Until its health says yes, registration included; bare Node is measured right before. */
async function startFigures(env: Record<string, string>): Promise<Figure[]> {
  const names = ['config', 'discovery', 'gateway', 'user', 'order', 'catalog']
  const figures: Figure[] = []
  for (const name of names) {
    const ratios: number[] = []
    const memory: number[] = []
    for (let time = 0; time < runs; time += 1) {
      const bare = await timeNode(['-e', '0'], {cwd: home, env: process.env})
      const service = await startService(name, env)
      ratios.push(service.readyMs / bare)
      memory.push(service.rssMiB())
      await service.stop()
    }
    figures.push({name: `${name}: ready, of \`node -e 0\``, values: ratios, goal: 3, unit: 'x'})
    figures.push({name: `${name}: resident memory when ready`, values: memory, goal: 70, unit: 'MiB'})
  }
  return figures
}

async function gatewayFigures(env: Record<string, string>): Promise<Figure[]> {
  const order = await kept(startService('order', env))
  const gateway = await kept(startService('gateway', env))
  const bare = await kept(startBareProxy(order.port))
  const rounds: {bare: Load; gateway: Load; cpu: number}[] = []
  for (let time = 0; time <= runs; time += 1) {
    const [bareLoad, bareCpu] = await loaded(bare, '/health_check', flags.requests)
    const [gatewayLoad, gatewayCpu] = await loaded(gateway, '/order-service/health_check', flags.requests)
    // The first round only warms both up.
    if (time > 0) rounds.push({bare: bareLoad, gateway: gatewayLoad, cpu: gatewayCpu / bareCpu})
  }
  const each = (name: string, goal: number, value: (round: (typeof rounds)[number]) => number): Figure => ({
    ...{name, goal, unit: 'x' as const},
    values: rounds.map(value),
  })
  return [
    each(
      "bare proxy's throughput, of the gateway's",
      throughputGoal,
      round => round.bare.perSecond / round.gateway.perSecond,
    ),
    each("gateway's CPU time a request, of the bare proxy's", throughputGoal, round => round.cpu),
    each("gateway's latency, of the bare proxy's, median", 1.5, round => round.gateway.p50 / round.bare.p50),
    each("gateway's latency, of the bare proxy's, 99th percentile", 1.5, round => round.gateway.p99 / round.bare.p99),
    ...(await soakFigures(gateway)),
  ]
}

async function soakFigures(gateway: RunningProgram): Promise<Figure[]> {
  if (Number(flags.soak) === 0) return []
  const before = gateway.rssMiB()
  await loaded(gateway, '/order-service/health_check', flags.soak)
  const name = `gateway's memory after ${flags.soak} more requests, of before`
  return [{name, values: [gateway.rssMiB() / before], goal: 1.1, unit: 'x'}]
}

async function loaded(program: RunningProgram, path: string, requests: string): Promise<[Load, number]> {
  const before = program.cpuSeconds()
  const args = [join(packageRoot(), 'dist', 'bench', 'load.js'), String(program.port), path, requests, '16']
  const {stdout} = await run(process.execPath, args)
  return [JSON.parse(stdout) as Load, program.cpuSeconds() - before]
}

async function encryptFigures(): Promise<Figure[]> {
  const values: number[] = []
  const env = {...process.env, MSA_ENCRYPT_KEY: 'abcdefghijklmnopqrstuvwxyz0123456789'}
  for (let time = 0; time <= runs; time += 1) {
    const bare = await timeNode(['-e', '0'], {cwd: home, env})
    const ours = await timeNode([join(packageRoot(), 'bin', 'run.js'), 'encrypt', '1234'], {cwd: home, env})
    if (time > 0) values.push(ours / bare)
  }
  return [{name: '`msa encrypt`, of `node -e 0`', values, goal: 2, unit: 'x'}]
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`)
}
