import type {Command} from '@oclif/core'
import {labAddress} from '../../lab/client/lab-address.js'
import {loadLab} from '../../lab/load-lab.js'
import type {LabPlace} from '../../lab/place.js'
import {catalogue} from '../../stacks/index.js'
import {escapeLine} from '../escape.js'
import {commandShapes} from './command-shapes.js'
import {complete} from './complete.js'
import {labNames} from './lab-names.js'
import {type NameSources, namesWithin} from './name-sources.js'

/** One candidate a line, a tab before its summary: what the shells' scripts expect. */
export async function completionAnswer(
  words: readonly string[],
  commands: readonly Command.Loadable[],
  place: () => Promise<LabPlace>,
): Promise<string> {
  const sources = once(() => sourcesOf(place))
  const candidates = await complete(words, commandShapes(commands), async kind => namesWithin(await sources(), kind))
  return candidates.map(({value, summary}) => `${escapeLine(value)}\t${escapeLine(summary)}\n`).join('')
}

/** A lab file with mistakes is no reason for silence: then the built-in lab answers. */
async function sourcesOf(place: () => Promise<LabPlace>): Promise<NameSources> {
  const where = await place()
  const load = (at: LabPlace) => loadLab(at, catalogue, process.env, process.cwd())
  const lab = await load(where).catch(() => load({...where, file: undefined}))
  return labNames(lab, catalogue, component => labAddress(where, catalogue, process.env, component))
}

function once<T>(make: () => T): () => T {
  let made: {readonly value: T} | undefined
  return () => {
    made ??= {value: make()}
    return made.value
  }
}
