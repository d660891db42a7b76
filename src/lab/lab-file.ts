import {basename, dirname, resolve} from 'node:path'
import type {Catalogue, Lab} from './lab.js'
import {labShape} from './lab-file/lab-shape.js'
import {invalidLabFile, type Mistake} from './lab-file/mistakes.js'
import type {LabFolder} from './lab-file/places.js'
import {resolveLab} from './lab-file/resolve.js'
import type {JsonSchema} from './lab-file/shape.js'
import {parseYaml} from './lab-file/yaml-tree.js'
import {isName} from './names.js'

/** What a lab file may look at besides its own text. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv
  readonly look?: LabFolder['look']
  /** The file's name in mistakes; without it the path. */
  readonly shownAs?: string
}

/**
 * Parses a lab file once and strictly; behind it nothing optional is guessed again. All mistakes come in one error (`E_LAB_FILE_INVALID`),
 * by line, each with `file:line:column`, what was found, what was expected and the nearest right word. Nothing is started.
 */
export function parseLabFile(
  text: string,
  path: string,
  catalogue: Catalogue,
  {env, look, shownAs = path}: Surroundings = {env: process.env},
): Lab {
  const mistakes: Mistake[] = []
  const report = (mistake: Mistake) => void mistakes.push(mistake)
  const {tree, mistakes: yamlMistakes} = parseYaml(text, env)
  mistakes.push(...yamlMistakes)
  const root = dirname(resolve(path))
  const draft = tree && labShape(catalogue).read({node: tree, path: ''}, report)
  const lab =
    draft && resolveLab(draft, {file: resolve(path), name: nameOf(root), folder: {root, look}, catalogue}, report)
  if (lab === undefined || mistakes.length > 0) throw invalidLabFile(shownAs, mistakes)
  return lab
}

/** The same shapes as a JSON schema. */
export function labSchema(catalogue: Catalogue): JsonSchema {
  return labShape(catalogue).schema
}

function nameOf(folder: string): string {
  const name = basename(folder)
  return isName(name) ? name : 'lab'
}
