/**
 * Side-by-side measurement of a boot: `npm run bench:boot -- [--runs 5] [--port-offset 6000]`. Figures are ratios within one run, since a
 * machine's speed drifts; minimum and median are told. It measures and does not judge: the exit code is 0 with a goal missed, too.
 */
import {mkdtemp, rm} from 'node:fs/promises'
import {availableParallelism, tmpdir} from 'node:os'
import {join} from 'node:path'
import {parseArgs} from 'node:util'
import {survey} from '../src/distributions/provision.js'
import {cacheFolder} from '../src/lab/place.js'
import {packageRoot} from '../src/platform/package-root.js'
import {timeCommands} from './command-times.js'
import {type Figure, figureLine} from './figures.js'
import {type BenchLab, type Boot, boot, bootWithServices, down, emptyData, openBenchLab, timeMsa} from './lab-run.js'
import {killStock, timeStockBoot} from './run-stock.js'
import {sevenNeeds, stockServers} from './stock-servers.js'
import {idleCost} from './supervisor-cost.js'
import {fillCache} from './warm-up.js'

const floorGoal = 1.2
const baselineGoal = 0.28
const servicesGoal = 1.4

interface Round {
  readonly stockMs: number
  readonly first: Boot
  readonly second: Boot
  readonly withServicesMs: number
  readonly downs: readonly {readonly ms: number; readonly slowestMs: number}[]
}

const {values: flags} = parseArgs({
  options: {runs: {type: 'string', default: '5'}, 'port-offset': {type: 'string', default: '5000'}},
})
const runs = Math.max(1, Number(flags.runs))
const home = await mkdtemp(join(tmpdir(), 'msa-bench-'))
const lab = await openBenchLab(join(home, 'lab'), Number(flags['port-offset']))
const {found, missingPrograms, missingDistributions} = await survey(sevenNeeds, {
  cacheDir: cacheFolder(process.env),
  templatesDir: join(packageRoot(), 'templates'),
  env: process.env,
  paths: {},
  signal: AbortSignal.timeout(60_000),
})
if (missingPrograms.length + missingDistributions.length > 0)
  throw new Error(
    `missing: ${[...missingPrograms.map(({name}) => name), ...missingDistributions].join(', ')}; first: msa up --yes`,
  )
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void cleanUp().finally(() => process.exit(130)))
try {
  tell(`${availableParallelism()} cores, ${runs} interleaved runs, times of one run beside each other`)
  await fillCache(lab, tell)
  const rounds: Round[] = []
  for (let run = 1; run <= runs; run++) {
    const round = await measureRound(lab, run)
    rounds.push(round)
    tell(`run ${run}: stock ${seconds(round.stockMs)}, msa ${bootText(round.first)}, again ${bootText(round.second)}`)
  }
  await boot(lab)
  const cost = await idleCost(lab)
  const commands = await timeCommands(lab, Math.max(15, runs))
  await down(lab)
  tell('')
  for (const figure of [...bootFigures(rounds), ...cost, ...commands]) tell(figureLine(figure))
} finally {
  await cleanUp()
}

async function cleanUp(): Promise<void> {
  killStock(home)
  await timeMsa(lab, ['down', '--force']).catch(error => tell(String(error)))
  await rm(home, {recursive: true, force: true})
}

async function measureRound(lab: BenchLab, run: number): Promise<Round> {
  const folder = join(home, `stock-${run}`)
  const stockMs = await timeStockBoot(stockServers(found, folder, lab.offset), folder)
  await rm(folder, {recursive: true, force: true})
  await emptyData(lab)
  const first = await boot(lab)
  const firstDown = await down(lab)
  const second = await boot(lab)
  const secondDown = await down(lab)
  const withServicesMs = await bootWithServices(lab)
  await timeMsa(lab, ['down'])
  return {stockMs, first, second, withServicesMs, downs: [firstDown, secondDown]}
}

function bootFigures(rounds: readonly Round[]): Figure[] {
  const each = (name: string, goal: number, unit: Figure['unit'], value: (round: Round) => number): Figure => ({
    ...{name, goal, unit},
    values: rounds.map(value),
  })
  return [
    each('first boot, of its floor (CPU seconds / cores)', floorGoal, 'x', ({first}) => first.ms / first.floorMs),
    each('second boot, of its floor', floorGoal, 'x', ({second}) => second.ms / second.floorMs),
    each('first boot, of its floor in what other work left', floorGoal, 'x', ({first}) => deducted(first)),
    each('second boot, of its floor in what other work left', floorGoal, 'x', ({second}) => deducted(second)),
    each('first boot, of the stock servers one by one', baselineGoal, 'x', ({first, stockMs}) => first.ms / stockMs),
    each('second boot, of the stock servers one by one', baselineGoal, 'x', ({second, stockMs}) => second.ms / stockMs),
    each(
      'boot with seven services more, of the second boot',
      servicesGoal,
      'x',
      ({withServicesMs, second}) => withServicesMs / second.ms,
    ),
    each('resident memory of the seven when ready, first boot', 850, 'MiB', ({first}) => first.memoryMiB),
    each('resident memory of the seven when ready, second boot', 850, 'MiB', ({second}) => second.memoryMiB),
    {
      ...{name: "`down`, beyond the slowest server's own stop", goal: 0.5, unit: 's'},
      values: rounds.flatMap(({downs}) => downs.map(({ms, slowestMs}) => (ms - slowestMs) / 1000)),
    },
  ]
}

/** Beside other work only a part of the processors is there to boot with. */
function deducted({ms, floorMs, others}: Boot): number {
  return (ms * (1 - others)) / floorMs
}

/** Beside other work a boot takes longer than its floor, whatever msa does: so that is told. */
function bootText({ms, floorMs, others}: Boot): string {
  return `${seconds(ms)} (floor ${seconds(floorMs)}, other work ${Math.round(others * 100)} %)`
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`)
}
