import {existsSync, readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'

/** The folder that msa is installed in: where `templates/`, `schema/` and `dist/` lie, from the sources and from the bundle alike. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'oclif.manifest.json')) && !existsSync(join(folder, 'templates'))) {
    if (folder === dirname(folder)) throw new Error('the installation of msa has lost its templates folder')
    folder = dirname(folder)
  }
  return folder
}

export function packageVersion(): string {
  const about: unknown = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'))
  return typeof about === 'object' && about !== null && 'version' in about ? String(about.version) : 'unknown'
}
