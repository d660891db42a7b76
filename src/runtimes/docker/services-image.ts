import {createHash} from 'node:crypto'
import {readdirSync, readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import type Docker from 'dockerode'
import {pack} from 'tar-stream'
import {MsaError} from '../../errors.js'
import {packageVersion} from '../../platform/package-root.js'
import {servicesLabel} from './services-images.js'

/** What the services import at run time besides what was bundled. */
const packages = ['mariadb']

export interface BuildContext {
  readonly reference: string
  readonly baseImage: string
  /** Path in the image's build context → content. */
  readonly files: ReadonlyMap<string, Buffer>
}

/** The image of msa's own services: its name tells its content, so that another msa, or a rebuilt one, has an image of its own. */
export function servicesContext(packageDir: string): BuildContext {
  const files = new Map<string, Buffer>()
  const add = (from: string, to: string) => {
    for (const [path, content] of filesBelow(from)) files.set(to === '' ? path : `${to}/${path}`, content)
  }
  const dockerfile = readFileSync(join(packageDir, 'templates', 'services-image', 'Dockerfile'))
  files.set('Dockerfile', dockerfile)
  files.set('package.json', readFileSync(join(packageDir, 'package.json')))
  add(join(packageDir, 'dist', 'services'), 'services')
  for (const [name, folder] of withDependencies(packages, packageDir)) add(folder, `node_modules/${name}`)
  const hash = createHash('sha256')
  for (const path of [...files.keys()].sort()) hash.update(path).update(files.get(path) ?? '')
  return {
    reference: `msa-services:${packageVersion()}-${hash.digest('hex').slice(0, 12)}`,
    baseImage: /^FROM (\S+)/m.exec(dockerfile.toString())?.[1] ?? '',
    files,
  }
}

/** Builds it in the engine; needs its base image there, and nothing from outside. */
export async function buildServicesImage(docker: Docker, {reference, files}: BuildContext): Promise<void> {
  const tar = pack()
  for (const [name, content] of files) tar.entry({name, mode: 0o644}, content)
  tar.finalize()
  const output = await docker.buildImage(tar, {t: reference, forcerm: true, labels: servicesLabel})
  const steps: {error?: string; stream?: string}[] = await new Promise((resolve, reject) =>
    docker.modem.followProgress(output, (error, result) => (error === null ? resolve(result) : reject(error))),
  )
  const failed = steps.find(({error}) => error !== undefined)
  if (failed === undefined) return
  throw new MsaError('E_FAILED', `the image of msa's own services could not be built: ${failed.error}`, {
    details: steps.flatMap(({stream = ''}) => (stream.trim() === '' ? [] : [stream.trim()])).slice(-10),
    tryThis: ['Run the services as processes: runtime: local for each of them in the lab file'],
  })
}

/** Packages by name with the folders that they lie in, found as Node finds them. */
function withDependencies(names: readonly string[], from: string): Map<string, string> {
  const found = new Map<string, string>()
  const visit = (name: string, start: string) => {
    if (found.has(name)) return
    const folder = folderOf(name, start)
    if (folder === undefined) return
    found.set(name, folder)
    const {dependencies = {}} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>
    }
    for (const dependency of Object.keys(dependencies)) if (!dependency.startsWith('@types/')) visit(dependency, folder)
  }
  for (const name of names) visit(name, from)
  return found
}

function folderOf(name: string, start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name)
    if (readdirIfThere(candidate).includes('package.json')) return candidate
    if (folder === dirname(folder)) return undefined
  }
}

function readdirIfThere(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function filesBelow(folder: string): [string, Buffer][] {
  return readdirSync(folder, {withFileTypes: true}).flatMap((entry): [string, Buffer][] => {
    const path = join(folder, entry.name)
    if (entry.isFile()) return [[entry.name, readFileSync(path)]]
    // Packages of packages are listed by themselves; compiled code is this machine's.
    if (!entry.isDirectory() || ['node_modules', '.compiled'].includes(entry.name)) return []
    return filesBelow(path).map(([below, content]) => [`${entry.name}/${below}`, content])
  })
}
