import {readdir} from 'node:fs/promises'
import {join} from 'node:path'
import {MsaError} from '../errors.js'
import {didYouMean} from '../nearest.js'
import type {LabIdentity} from '../runtimes/runtime.js'
import type {LogFile} from './read-log.js'

/** The logs of the named components; of all, but for the supervisor's own, when nothing is named. An instance is meant by its own name and its component's. */
export async function logFiles(lab: LabIdentity, asked: readonly string[]): Promise<LogFile[]> {
  const folder = join(lab.dir, 'logs')
  const names = (await readdir(folder).catch(() => []))
    .filter(name => name.endsWith('.log'))
    .map(name => name.slice(0, -'.log'.length))
    .sort()
  const wanted =
    asked.length === 0 ? names.filter(name => name !== 'supervisor') : asked.flatMap(word => matching(word, names))
  if (wanted.length === 0)
    throw new MsaError('E_NOT_RUNNING', 'this lab has no logs yet', {tryThis: ['Start it: msa up']})
  return [...new Set(wanted)].map(component => ({component, path: join(folder, `${component}.log`)}))
}

function matching(word: string, names: readonly string[]): string[] {
  const instances = names.filter(
    name => name === word || (name.startsWith(`${word}-`) && /^\d+$/.test(name.slice(word.length + 1))),
  )
  if (instances.length > 0) return instances
  const hint = didYouMean(word, names)
  throw new MsaError(
    'E_COMPONENT_UNKNOWN',
    `"${word}" has no log in this lab${hint === undefined ? '' : `, ${hint}`}`,
    {
      details: [names.length === 0 ? 'there are no logs yet' : `there are logs of: ${names.join(', ')}`],
      tryThis: [names.length === 0 ? 'Start the lab: msa up' : 'See what runs: msa status'],
    },
  )
}
