/**
 * From INSERT in MariaDB to the record in the topic, and to the row in the sink's table, by connectors that were added by intent. Each run inserts a marked
 * row and looks for it at both ends at once; the runs go one after the other, each after a pause of another length, so that none keeps step with a poll.
 * Prints the least and the median; exits 1 where a goal is missed.
 *
 *   npm run bench:flow -- [--runs 40]
 *
 * Run it in the folder of a lab of its own that runs (`use: kafka` is enough). It makes the table `flow_bench` and two connectors, and removes them.
 */
import {execFile, spawn} from 'node:child_process'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {parseArgs, promisify} from 'node:util'
import {type Database, withDatabase} from '../src/clients/mariadb.js'
import {labAddress} from '../src/lab/client/lab-address.js'
import {secretOrDefault} from '../src/lab/lab-secrets.js'
import {findLab} from '../src/lab/place.js'
import {catalogue} from '../src/stacks/index.js'
import {figureLine, summaryOf} from './figures.js'

const {values} = parseArgs({options: {runs: {type: 'string', default: '40'}}})
const msa = join(import.meta.dirname, '..', '..', 'bin', 'run.js')
const run = promisify(execFile)
const cli = (...words: string[]) => run(process.execPath, [msa, ...words])
const TOPIC = 'bench_flow_bench'
const GOALS_MS = {topic: 600, table: 800}
const PATIENCE_MS = 20_000

/** When each mark was first seen in the topic. */
const seen = new Map<string, number>()
const times = {topic: [] as number[], table: [] as number[]}

const place = findLab({file: undefined, cwd: process.cwd(), env: process.env})
const address = await labAddress(place, catalogue, process.env, 'mariadb')
const password = await secretOrDefault(place.identity.dir, 'db-password')
await withDatabase({...address, user: 'root', password, database: 'mydb'}, async database => {
  await prepare(database)
  const tail = follow()
  try {
    // The first makes the topic and the table.
    await measure(database, 'warm-up')
    times.topic.length = times.table.length = 0
    for (let index = 0; index < Number(values.runs); index++) {
      await pause(50 + ((index * 37) % 200))
      await measure(database, `run-${index}-${process.pid}`)
    }
  } finally {
    tail.kill('SIGINT')
    await cli('connector', 'remove', 'bench-source', 'bench-sink', '--if-exists', '--yes')
    await database.run(`DROP TABLE IF EXISTS flow_bench; DROP TABLE IF EXISTS ${TOPIC}`)
    await cli('topic', 'delete', TOPIC, '--yes').catch(() => undefined)
  }
})

for (const end of ['topic', 'table'] as const) {
  const seconds = times[end].map(ms => ms / 1000)
  console.log(figureLine({name: `INSERT to the ${end}`, values: seconds, goal: GOALS_MS[end] / 1000, unit: 's'}))
  if (!(summaryOf(seconds).median <= GOALS_MS[end] / 1000)) process.exitCode = 1
}

async function prepare(database: Database): Promise<void> {
  await database.run(
    'DROP TABLE IF EXISTS flow_bench; CREATE TABLE flow_bench (id INT AUTO_INCREMENT PRIMARY KEY, mark VARCHAR(40))',
  )
  await cli('topic', 'create', TOPIC, '--if-not-exists')
  await cli('connector', 'add', 'bench-source', '--source', 'mydb.flow_bench', '--topic-prefix', 'bench_')
  await cli('connector', 'add', 'bench-sink', '--sink', 'mydb', '--topics', TOPIC)
}

function follow() {
  const tail = spawn(process.execPath, [msa, 'topic', 'tail', TOPIC, '--from', 'beginning', '--raw'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let rest = ''
  tail.stdout.setEncoding('utf8').on('data', (text: string) => {
    const now = performance.now()
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const mark = /"mark":"([^"]+)"/.exec(line)?.[1]
      if (mark !== undefined && !seen.has(mark)) seen.set(mark, now)
    }
  })
  return tail
}

async function measure(database: Database, mark: string): Promise<void> {
  const began = performance.now()
  await database.run('INSERT INTO flow_bench (mark) VALUES (?)', [mark])
  for (;;) {
    const rows = await database.rows(`SELECT 1 AS n FROM ${TOPIC} WHERE mark = ?`, [mark]).catch(() => [])
    const now = performance.now()
    const inTopic = seen.get(mark)
    if (rows.length > 0 && inTopic !== undefined) {
      times.topic.push(inTopic - began)
      times.table.push(now - began)
      return
    }
    if (now - began > PATIENCE_MS) throw new Error(`${mark} did not arrive within ${PATIENCE_MS / 1000} s`)
    await pause(5)
  }
}
