import {join, resolve} from 'node:path'
import {MsaError} from '../errors.js'
import {makePrivateFolder, readTextIfThere, writeFileAtomic} from '../platform/files.js'
import {existing, makeNewFiles, type NewFile, readTree} from '../platform/new-files.js'
import {packageRoot} from '../platform/package-root.js'
import {provideSecrets} from './lab-secrets.js'
import type {PresetName} from './presets.js'

export interface InitLab {
  readonly folder: string
  readonly preset: PresetName
  readonly dryRun?: boolean
}

export interface NewLab {
  readonly folder: string
  readonly preset: PresetName
  /** Paths within the folder. */
  readonly written: readonly string[]
  /** True where nothing was written. */
  readonly dryRun?: boolean
}

/** Files of a new lab; never over anything that is there, and all of them or none. */
export async function initLab({folder, preset, dryRun}: InitLab): Promise<NewLab> {
  const root = resolve(folder)
  const files = await templateFiles(preset)
  refuseExisting(root, files)
  const written = files.map(({path}) => path)
  if (dryRun) return {folder: root, preset, written, dryRun}
  await makeNewFiles(root, files)
  await provideSchema(root)
  // msa encrypt and decrypt work from the beginning, before the lab has run.
  await provideSecrets(join(root, '.msa'))
  return {folder: root, preset, written}
}

/** The built-in lab has no lab file, but a config repository of its own that may be edited. Made once, then left alone. */
export async function provideConfigRepository(root: string): Promise<void> {
  if (existing(root, ['config-repo']).length > 0) return
  const files = await templateFiles('course')
  await makeNewFiles(
    root,
    files.filter(({path}) => path.startsWith('config-repo/')),
  )
}

/** The lab file comes last: a folder without it is no lab. */
async function templateFiles(preset: PresetName): Promise<NewFile[]> {
  const files = await readTree(join(packageRoot(), 'templates', 'lab'))
  const filled = files.map(({path, content}) => ({path, content: content.replaceAll('@preset@', preset)}))
  return [...filled.filter(({path}) => path !== 'msa.yml'), ...filled.filter(({path}) => path === 'msa.yml')]
}

function refuseExisting(root: string, files: readonly NewFile[]): void {
  const names = [...new Set(files.map(({path}) => path.split('/')[0] ?? path)), 'msa.yaml']
  const there = existing(root, names)
  if (there.length === 0) return
  throw new MsaError('E_INPUT', `${root} already has ${there.join(' and ')}; nothing was written`, {
    tryThis: ['Choose another folder: msa init my-lab', 'Or move what is there out of the way'],
  })
}

/** For editors: `msa.yml` points to it. A comfort, so a build without it is no failure. */
async function provideSchema(root: string): Promise<void> {
  const schema = await readTextIfThere(join(packageRoot(), 'schema', 'msa.schema.json'))
  if (schema === undefined) return
  await makePrivateFolder(join(root, '.msa'))
  await writeFileAtomic(join(root, '.msa', 'msa.schema.json'), schema, {durable: false})
  await writeFileAtomic(join(root, '.msa', '.gitignore'), '*\n', {durable: false})
}
