import {relative} from 'node:path'
import {kindOfPath} from '../platform/regular-file.js'
import type {Catalogue, Lab} from './lab.js'
import {readLabText} from './lab-file/lab-text.js'
import {parseLabFile} from './lab-file.js'
import type {LabPlace} from './place.js'

const builtIn = 'version: 1\nuse: course\n'

/** Reads the lab file of a place once; without one, the built-in lab. What was read is what counts, whatever happens to the file. */
export async function loadLab(
  place: LabPlace,
  catalogue: Catalogue,
  env: NodeJS.ProcessEnv,
  cwd: string,
): Promise<Lab> {
  if (place.file === undefined)
    return {...parseLabFile(builtIn, `${place.root}/msa.yml`, catalogue, {env}), file: undefined}
  const way = relative(cwd, place.file)
  const shownAs = way.startsWith('..') ? place.file : way
  const text = await readLabText(place.file)
  return {...parseLabFile(text, place.file, catalogue, {env, look: kindOfPath, shownAs}), text}
}

/** Does its file say something else by now? */
export async function isOutdated({file, text}: Lab): Promise<boolean> {
  return file !== undefined && text !== (await readLabText(file).catch(() => undefined))
}
