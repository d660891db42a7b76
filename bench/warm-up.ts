import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {cacheFolder} from '../src/lab/place.js'
import {systemClock} from '../src/platform/clock.js'
import {type BenchLab, boot, down, processesOf} from './lab-run.js'

const patienceMs = 180_000
const archived = ['zookeeper', 'kafka', 'connect', 'zipkin']

/** One boot that isn't counted, long enough for everything that is made once for all labs. */
export async function fillCache(lab: BenchLab, tell: (line: string) => void): Promise<void> {
  tell('filling the cache: one boot that is not counted')
  await boot(lab)
  const deadline = systemClock.now() + patienceMs
  while (!isFilled(lab) && systemClock.now() < deadline) await systemClock.sleep(500)
  if (!isFilled(lab)) tell('no class archives could be made within 3 minutes: what follows is measured without')
  await down(lab)
}

function isFilled(lab: BenchLab): boolean {
  const folder = join(cacheFolder(process.env), 'class-archives')
  const names = readdirSync(folder, {encoding: 'utf8'}).filter(name => name.endsWith('.jsa'))
  const isBusy = processesOf(lab).some(({marks}) => marks.MSA_COMPONENT === 'class-archive')
  return !isBusy && archived.every(name => names.some(file => file.startsWith(`${name}-`)))
}
