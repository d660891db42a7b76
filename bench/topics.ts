/**
 * `msa topic tail` and `produce` side by side with kcat and with the console consumer and producer of Kafka's own distribution: one million records of
 * 200 bytes, the readers in turn, the best of three. Prints ratios; exits 1 where a goal is missed.
 *
 *   npm run bench:topics -- --brokers 127.0.0.1:9092 [--records 1000000] [--jars FOLDER]
 *
 * Needs a broker that runs (msa up kafka), kcat on PATH, and for the console tools the folder of Kafka's jars.
 */
import {spawn} from 'node:child_process'
import {createHash} from 'node:crypto'
import {once} from 'node:events'
import {createWriteStream, mkdtempSync, openSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {parseArgs} from 'node:util'

interface Best {
  readonly seconds: number
  readonly peakMiB: number
}
type Target = 'null' | 'pipe'
const NEVER: Best = {seconds: Number.POSITIVE_INFINITY, peakMiB: 0}

const {values} = parseArgs({
  options: {
    brokers: {type: 'string', default: '127.0.0.1:9092'},
    records: {type: 'string', default: '1000000'},
    jars: {type: 'string'},
    codecs: {type: 'string', default: 'none,lz4,snappy,gzip,zstd'},
  },
})
const {brokers, jars} = values

const records = Number(values.records)
const topicCommand = [process.execPath, join(import.meta.dirname, '..', '..', 'bin', 'run.js'), 'topic']
const ask = (command: string, ...words: readonly string[]) => [...topicCommand, command, ...words, '--brokers', brokers]
const rounds = 3
const mostMiB = 150
const folder = mkdtempSync(join(tmpdir(), 'msa-bench-'))
const java = (main: string) => ['java', '-cp', `${jars}/*`, main]
let missed = 0

try {
  const input = join(folder, 'records.txt')
  await writeRecords(input)
  for (const codec of values.codecs.split(',')) await compareReaders(codec, input)
  await compareProducers(input)
  await compareStarts()
} finally {
  rmSync(folder, {recursive: true, force: true})
}
process.exitCode = missed === 0 ? 0 : 1

async function compareReaders(codec: string, input: string): Promise<void> {
  const topic = await fill(codec, input)
  const kcat = ['kcat', '-b', brokers, '-C', '-t', topic, '-o', 'beginning', '-e', '-q']
  const tail = ask('tail', topic, '--from', 'beginning', '--until', 'end')
  const goal = codec === 'none' ? 1 : 0.5
  for (const to of ['null', 'pipe'] as const) {
    const contestants: Record<string, string[]> = {
      msa: [...tail, '--raw'],
      kcat,
      'msa --json': [...tail, '--json'],
      'kcat -J': [...kcat, '-J'],
    }
    if (jars && codec === 'none') {
      contestants['console consumer'] = [
        ...java('org.apache.kafka.tools.consumer.ConsoleConsumer'),
        ...['--bootstrap-server', brokers, '--topic', topic, '--from-beginning', '--max-messages', String(records)],
      ]
    }
    const best = await inTurn(contestants, to)
    report(`${codec}, to ${to}: tail --raw against kcat`, best.msa, best.kcat, goal)
    report(`${codec}, to ${to}: tail --json against kcat -J`, best['msa --json'], best['kcat -J'], goal)
    const peakMiB = Math.max(best.msa?.peakMiB ?? 0, best['msa --json']?.peakMiB ?? 0)
    verdict(`${codec}, to ${to}: most memory of tail`, peakMiB < mostMiB, `${peakMiB} MiB (goal ${mostMiB})`)
    if (best['console consumer'])
      report(`${codec}, to ${to}: tail --raw against the console consumer`, best.msa, best['console consumer'], 3)
  }
  const [ours, theirs] = [await checksum([...tail, '--raw']), await checksum(kcat)]
  verdict(`${codec}: the same bytes as kcat`, ours === theirs, ours === theirs ? 'yes' : 'NO')
}

async function compareProducers(input: string): Promise<void> {
  if (!jars) return
  const topics = [await fresh('produce-msa'), await fresh('produce-console')] as const
  const best = await inTurn(
    {
      msa: ask('produce', topics[0], '--input', input, '--json'),
      console: [
        'sh',
        '-c',
        `exec java -cp '${jars}/*' kafka.tools.ConsoleProducer --bootstrap-server ${brokers} --topic ${topics[1]} < '${input}'`,
      ],
    },
    'null',
  )
  report('produce from a file against the console producer', best.msa, best.console, 2)
}

/** What a person waits for: compared with a Node that does nothing at all. */
async function compareStarts(): Promise<void> {
  const topic = await fresh('start')
  await run(ask('produce', topic, 'one'), 'null')
  const best = await inTurn(
    {
      node: [process.execPath, '-e', '0'],
      first: ask('tail', topic, '--from', 'beginning', '-n', '1', '--raw'),
      list: ask('list'),
    },
    'null',
    7,
  )
  report('first record within 3 × bare Node', best.first, best.node, 1 / 3)
  report('topic list within 3 × bare Node', best.list, best.node, 1 / 3)
}

/** One after the other and round again, so that a slow minute is everybody's. */
async function inTurn(contestants: Readonly<Record<string, readonly string[]>>, to: Target, times = rounds) {
  const best: Record<string, Best> = {}
  for (let round = 0; round < times; round++) {
    for (const [name, command] of Object.entries(contestants)) {
      const {seconds, peakMiB} = await run(command, to)
      best[name] = {
        seconds: Math.min(best[name]?.seconds ?? NEVER.seconds, seconds),
        peakMiB: Math.max(best[name]?.peakMiB ?? 0, peakMiB),
      }
    }
  }
  return best
}

function report(what: string, ours: Best = NEVER, theirs: Best = NEVER, goal: number): void {
  const ratio = theirs.seconds / ours.seconds
  const pace = `${ours.seconds.toFixed(2)} s against ${theirs.seconds.toFixed(2)} s`
  verdict(what, ratio >= goal, `${ratio.toFixed(2)} (goal ${goal.toFixed(2)}), ${pace}, ${ours.peakMiB} MiB`)
}

function verdict(what: string, isMet: boolean, words: string): void {
  if (!isMet) missed++
  console.log(`${isMet ? 'ok    ' : 'MISSED'}  ${what}: ${words}`)
}

/** Waits for the program's end with GNU time, which also knows the most memory it had. */
async function run(command: readonly string[], to: Target): Promise<Best> {
  const began = performance.now()
  const {stderr} = await end(['/usr/bin/env', 'time', '-f', 'peak %M', ...command], to)
  const seconds = (performance.now() - began) / 1000
  return {seconds, peakMiB: Math.round(Number(/peak (\d+)/.exec(stderr)?.[1] ?? 0) / 1024)}
}

function end(
  command: readonly string[],
  to: Target,
  onData: (chunk: Buffer) => void = () => undefined,
): Promise<{stderr: string}> {
  const [program = '', ...words] = command
  return new Promise((resolve, reject) => {
    const stdout = to === 'pipe' ? 'pipe' : openSync('/dev/null', 'w')
    const child = spawn(program, words, {stdio: ['ignore', stdout, 'pipe']})
    let stderr = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.stdout?.on('data', onData)
    child.once('error', reject)
    child.once('close', code =>
      code === 0 ? resolve({stderr}) : reject(new Error(`${command.join(' ')}: exit code ${code}\n${stderr}`)),
    )
  })
}

async function checksum(command: readonly string[]): Promise<string> {
  const hash = createHash('md5')
  await end(command, 'pipe', chunk => hash.update(chunk))
  return hash.digest('hex')
}

async function fresh(name: string): Promise<string> {
  const topic = `bench-${name}-${process.pid}`
  await end(ask('create', topic), 'null')
  return topic
}

/** By kcat, which can pack with every codec. */
async function fill(codec: string, input: string): Promise<string> {
  const topic = await fresh(codec)
  await end(['kcat', '-b', brokers, '-P', '-t', topic, '-z', codec, '-l', input], 'null')
  return topic
}

async function writeRecords(path: string): Promise<void> {
  const file = createWriteStream(path)
  for (let number = 0; number < records; number++) {
    const line = `{"id":${number},"user":"user-${number % 997}","text":"`
    const isTaken = file.write(`${line}${'abcdefghij'.repeat(20).slice(0, 198 - line.length)}"}\n`)
    if (!isTaken) await once(file, 'drain')
  }
  file.end()
  await once(file, 'finish')
}
