import {existsSync} from 'node:fs'
import {basename, dirname, join, resolve} from 'node:path'
import {stringify} from 'yaml'
import {MsaError} from '../errors.js'
import {decode} from '../lab/lab-file/lab-text.js'
import {invalidLabFile} from '../lab/lab-file/mistakes.js'
import type {TreeNode} from '../lab/lab-file/tree.js'
import {parseYaml} from '../lab/lab-file/yaml-tree.js'
import {parseLabFile} from '../lab/lab-file.js'
import {ioError, readTextIfThere, writeFileAtomic} from '../platform/files.js'
import {kindOfPath, readRegularFile} from '../platform/regular-file.js'
import type {Component} from '../stacks/component.js'
import {fillVariables} from './fill-variables.js'
import {programIn} from './program-in.js'
import {envOfText} from './read-env-file.js'
import {type Remark, type Taken, translateCompose} from './translate.js'
import {entriesOf, itemsOf, textAt, textOf, valueAt} from './tree-values.js'

export interface ImportRequest {
  readonly file: string
  readonly output: string
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** Only find out what would be written. */
  readonly dryRun: boolean
}

export interface ImportedLab {
  readonly file: string
  readonly taken: readonly Taken[]
  readonly notCarried: readonly Remark[]
  readonly secrets: readonly string[]
  /** True where nothing was written. */
  readonly dryRun?: boolean
}

const maxBytes = 1024 * 1024

/** Takes the services of a Compose file over into a new lab file. Nothing is started and nothing that is there is overwritten. */
export async function importCompose(request: ImportRequest, catalogue: readonly Component[]): Promise<ImportedLab> {
  const source = resolve(request.cwd, request.file)
  const file = resolve(request.cwd, request.output)
  if (existsSync(file)) throw alreadyThere(file)
  const folder = dirname(source)
  const env = {...envOfText((await readTextIfThere(join(folder, '.env'))) ?? ''), ...request.env}
  const {tree, unset} = readCompose(await textOfFile(source), source, env)
  const fromFiles = await readEnvFiles(tree, folder)
  const translation = translateCompose(tree, {
    ...{catalogue, env, from: folder, to: dirname(file), home: request.env.HOME, exists: existsSync},
    ...{fromFiles: fromFiles.read, programIn: path => programIn(resolve(folder, path), dirname(file))},
  })
  const {taken, secrets} = translation
  const notCarried = [...unset, ...fromFiles.missing, ...translation.notCarried]
  if (taken.length === 0) throw nothingTaken(source, notCarried)
  const text = labText(basename(source), translation.lab)
  // What was made is read as any lab file is, before it is written.
  parseLabFile(text, file, catalogue, {env: request.env, look: kindOfPath})
  if (request.dryRun) return {file, taken, notCarried, secrets, dryRun: true}
  await writeFileAtomic(file, text, {mode: secrets.length === 0 ? 0o644 : 0o600})
  return {file, taken, notCarried, secrets}
}

function readCompose(text: string, path: string, env: NodeJS.ProcessEnv) {
  const unset = new Set<string>()
  const fill = (written: string) => {
    const filled = fillVariables(written, env)
    for (const name of filled.unset) unset.add(name)
    return filled
  }
  const {tree, mistakes} = parseYaml(text, env, {fill, mergeKeys: true})
  if (tree === undefined || mistakes.length > 0) throw invalidCompose(path, mistakes)
  return {tree, unset: [...unset].map(name => ({about: name, because: 'a variable that is not set; it is empty'}))}
}

function invalidCompose(path: string, mistakes: Parameters<typeof invalidLabFile>[1]): MsaError {
  const {message, details} = invalidLabFile(path, mistakes)
  return new MsaError('E_INPUT', message, {details, tryThis: ['See what Compose says: docker compose config']})
}

async function textOfFile(path: string): Promise<string> {
  const bytes = await readRegularFile(path, maxBytes).catch((error: unknown) => {
    throw ioError(`cannot read ${path}`, error)
  })
  if (typeof bytes !== 'string') return decode(bytes, path)
  const problems = {missing: 'there is no', 'too-large': 'larger than 1 MiB:', 'not-regular': 'not a regular file:'}
  throw new MsaError('E_INPUT', `${problems[bytes]} ${path}`, {
    tryThis: ['Name the Compose file: msa import compose docker-compose.yml'],
  })
}

async function readEnvFiles(tree: TreeNode, folder: string) {
  const read = new Map<string, Record<string, string>>()
  const missing: Remark[] = []
  for (const [service, node] of entriesOf(valueAt(tree, 'services'))) {
    for (const item of itemsOf(valueAt(node, 'env_file'))) {
      const path = textOf(item) ?? textAt(item, 'path') ?? ''
      const text = await readTextIfThere(resolve(folder, path))
      if (text === undefined) missing.push({about: service, because: `env_file ${path}: there is no such file`})
      else read.set(service, {...read.get(service), ...envOfText(text)})
    }
  }
  return {read, missing}
}

/** A dollar sign is meant as it stands: Compose's variables are filled in already. */
function labText(source: string, lab: object): string {
  const escaped = JSON.parse(JSON.stringify(lab).replaceAll('$', '$$$$')) as object
  return `# Taken over from ${source} by msa import compose.\n${stringify(escaped, {lineWidth: 0})}`
}

function alreadyThere(file: string): MsaError {
  return new MsaError('E_INPUT', `${file} is there already; nothing was written`, {
    tryThis: ['Write elsewhere: msa import compose FILE --output other.yml'],
  })
}

function nothingTaken(source: string, notCarried: readonly Remark[]): MsaError {
  return new MsaError('E_INPUT', `nothing of ${source} can be taken over`, {
    details: notCarried.map(({about, because}) => `${about}: ${because}`),
    tryThis: ['Write a lab file of your own: msa init'],
  })
}
