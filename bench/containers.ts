/**
 * The same lab as processes, in containers, and by a Compose implementation from the file that `msa export compose` wrote:
 * `DOCKER_HOST=… npm run bench:containers -- [--runs 3] [--port-offset 5000]`. The engine must have the images, and `docker-compose` be there.
 * Figures are ratios within one run, since a machine's speed drifts. It measures and does not judge: the exit code is 0 with a goal missed, too.
 */
import {execFile} from 'node:child_process'
import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {availableParallelism, tmpdir} from 'node:os'
import {join} from 'node:path'
import {parseArgs, promisify} from 'node:util'
import Docker from 'dockerode'
import {inside} from '../src/runtimes/docker/places.js'
import {type Figure, figureLine} from './figures.js'
import {type BenchLab, timeMsa} from './lab-run.js'

const composeGoal = 1
const localGoal = 1.3
const patienceMs = 180_000
const pollMs = 50
/** ZooKeeper, Kafka, Connect, Zipkin. */
const jvms = 4

type Way = 'local' | 'docker' | 'compose'
/** Milliseconds until everything is ready: with no data, and with the data of before. */
interface Boots {
  readonly first: number
  readonly second: number
}
type Round = Readonly<Record<Way, Boots>>

const run = promisify(execFile)
const {values: flags} = parseArgs({
  options: {runs: {type: 'string', default: '3'}, 'port-offset': {type: 'string', default: '5000'}},
})
const home = await mkdtemp(join(tmpdir(), 'msa-bench-'))
const docker = new Docker()
const labs = {local: await labFor('local'), docker: await labFor('docker')}
const exported = join(labs.docker.folder, 'compose')
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void cleanUp().finally(() => process.exit(130)))
try {
  tell(`${availableParallelism()} cores, ${flags.runs} interleaved runs, times of one run beside each other`)
  await timeMsa(labs.docker, ['export', 'compose'])
  await takeImagesByTag()
  tell('one round that is not counted fills caches and builds the image of the services')
  await warmUp()
  await measureRound()
  const rounds: Round[] = []
  for (let index = 1; index <= Math.max(1, Number(flags.runs)); index++) {
    const round = await measureRound()
    rounds.push(round)
    tell(`run ${index}: ${(Object.keys(round) as Way[]).map(way => `${way} ${bootsText(round[way])}`).join(', ')}`)
  }
  tell('')
  for (const figure of figuresOf(rounds)) tell(figureLine(figure))
} finally {
  await cleanUp()
}

/** The whole course but Grafana, which is in no distribution's archive. */
async function labFor(runtime: 'local' | 'docker'): Promise<BenchLab> {
  const folder = join(home, `lab-${runtime}`)
  await mkdir(folder, {recursive: true})
  const offset = Number(flags['port-offset'])
  const file = {version: 1, use: 'course', runtime, portOffset: offset, components: {grafana: false}}
  await writeFile(join(folder, 'msa.yml'), JSON.stringify(file))
  await mkdir(join(folder, 'config-repo'))
  return {folder, offset, env: {...process.env, NO_COLOR: '1'}}
}

/** Until the JVMs' class archives lie in the volume that all labs share, as they lie in this machine's cache after a minute of any lab. */
async function warmUp(): Promise<void> {
  await timeMsa(labs.docker, ['up'])
  const began = performance.now()
  while ((await archivesInVolume()) < jvms && performance.now() - began < patienceMs)
    await new Promise(resolve => setTimeout(resolve, 1000))
  if ((await archivesInVolume()) < jvms) tell('not all class archives could be made: what follows is measured without')
  await timeMsa(labs.docker, ['down', '--volumes', '--yes'])
}

async function archivesInVolume(): Promise<number> {
  const label = ['msa.component=kafka', `msa.folder=${join(labs.docker.folder, '.msa')}`]
  const [kafka] = await docker.listContainers({filters: {label}})
  const script = `ls ${inside.cache}/class-archives | grep -c '[.]jsa$'`
  const asked = await docker.getContainer(kafka?.Id ?? '').exec({Cmd: ['sh', '-c', script], AttachStdout: true})
  const answer = await asked.start({})
  let said = ''
  for await (const part of answer) said += String(part)
  return Number(/[0-9]+/.exec(said)?.[0] ?? 0)
}

async function measureRound(): Promise<Round> {
  return {local: await msaBoots(labs.local), docker: await msaBoots(labs.docker), compose: await composeBoots()}
}

async function msaBoots(lab: BenchLab): Promise<Boots> {
  const first = await timeMsa(lab, ['up'])
  await timeMsa(lab, ['down'])
  const second = await timeMsa(lab, ['up'])
  await timeMsa(lab, ['down', '--volumes', '--yes'])
  return {first, second}
}

async function composeBoots(): Promise<Boots> {
  const first = await timeCompose()
  await compose('down')
  const second = await timeCompose()
  await compose('down', '--volumes')
  return {first, second}
}

/** docker-compose 1.29 returns when the last one is created, and has no `--wait`. */
async function timeCompose(): Promise<number> {
  const began = performance.now()
  await compose('up', '--detach')
  while (!(await allHealthy())) {
    if (performance.now() - began > patienceMs) throw new Error(`not healthy within ${patienceMs} ms`)
    await new Promise(resolve => setTimeout(resolve, pollMs))
  }
  return performance.now() - began
}

async function allHealthy(): Promise<boolean> {
  const label = [`com.docker.compose.project.working_dir=${exported}`]
  const containers = await docker.listContainers({filters: {label}})
  return containers.length > 0 && containers.every(({Status}) => Status.includes('(healthy)'))
}

/** Images that were built, or loaded, are not found by a digest. */
async function takeImagesByTag(): Promise<void> {
  const file = join(exported, 'docker-compose.yml')
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll(/@sha256:[0-9a-f]*/g, ''))
}

async function compose(...args: string[]): Promise<void> {
  await run('docker-compose', args, {cwd: exported, env: {...process.env, DOCKER_BUILDKIT: '0'}})
}

function figuresOf(rounds: readonly Round[]): Figure[] {
  const ratio = (name: string, goal: number, of: Way, to: Way, which: keyof Boots): Figure => ({
    ...{name, goal, unit: 'x'},
    values: rounds.map(round => round[of][which] / round[to][which]),
  })
  return [
    ratio('first boot in containers, of the exported file', composeGoal, 'docker', 'compose', 'first'),
    ratio('second boot in containers, of the exported file', composeGoal, 'docker', 'compose', 'second'),
    ratio('first boot in containers, of the local runtime', localGoal, 'docker', 'local', 'first'),
    ratio('second boot in containers, of the local runtime', localGoal, 'docker', 'local', 'second'),
  ]
}

async function cleanUp(): Promise<void> {
  for (const lab of Object.values(labs))
    await timeMsa(lab, ['down', '--volumes', '--yes', '--force']).catch(error => tell(String(error)))
  await compose('down', '--volumes').catch(() => undefined)
  await rm(home, {recursive: true, force: true})
}

function bootsText({first, second}: Boots): string {
  return `${(first / 1000).toFixed(2)} s, again ${(second / 1000).toFixed(2)} s`
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`)
}
