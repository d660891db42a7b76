/**
 * Bundles the CLI into dist/. Bundling is what makes msa start fast: most of an import's cost is finding files, not running code.
 * Packages with native parts, files read from disk, or a licence that asks for it (mariadb: LGPL) stay in node_modules.
 */

import {mkdir, readFile, rename, rm, writeFile} from 'node:fs/promises'
import {dirname, join, relative} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {build} from 'esbuild'
import {existsSync, globSync} from './glob.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
// oclif asks for TypeScript only where a plugin's sources are run; bundled, it alone would cost 100 ms of every start.
// Of oclif's own dependencies these serve commands that are searched for in folders (ours stand in the manifest) and a check of Node's version
// that does not work bundled; loading them was a tenth of every start.
const unused = ['minimatch', 'semver', 'tinyglobby']
const external = ['dockerode', 'kafkajs', 'mariadb', 'typescript']
const entries = [
  'src/main.ts',
  'src/supervisor.ts',
  'src/help.ts',
  'src/lab/schema-document.ts',
  ...globSync(root, 'src/commands'),
  ...globSync(root, 'src/hooks'),
  ...globSync(root, 'src/services', name => name.endsWith('main.ts')),
  ...globSync(root, 'bench', name => name.endsWith('.ts')),
].filter(entry => existsSync(join(root, entry)))

await rm(join(root, 'dist'), {recursive: true, force: true})
const result = await build({
  absWorkingDir: root,
  entryPoints: entries.map(entry => ({in: entry, out: entry.replace(/^src\//, '').replace(/\.ts$/, '')})),
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external,
  alias: {
    ...Object.fromEntries(unused.map(name => [name, join(root, 'scripts', 'unused.cjs')])),
    // Its CommonJS form finds its own parts in a way that no bundler can follow.
    'jsonc-parser': 'jsonc-parser/lib/esm/main.js',
  },
  legalComments: 'none',
  minifySyntax: true,
  minifyWhitespace: true,
  metafile: true,
  logLevel: 'warning',
  // Bundled CommonJS packages still call require() for Node's own modules.
  banner: {
    js: "import {createRequire as msaCreateRequire} from 'node:module';const require=msaCreateRequire(import.meta.url);",
  },
})
await writeNotices(result.metafile)
await writeManifest()
await writeSchema()
await writeFile(join(root, 'dist', '.stamp'), new Date().toISOString())

/** Licences of what was bundled, from the packages themselves. */
async function writeNotices(metafile) {
  const packages = new Set()
  for (const input of Object.keys(metafile.inputs)) {
    const match = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)
    if (match) packages.add(match[1])
  }
  const notices = []
  for (const name of [...packages].sort()) {
    const folder = join(root, 'node_modules', name)
    const about = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
    const licence = ['LICENSE', 'LICENSE.md', 'LICENCE', 'license', 'LICENSE.txt', 'license.md']
      .map(file => join(folder, file))
      .find(existsSync)
    notices.push(
      `## ${name} ${about.version} (${about.license ?? 'see below'})\n\n${licence ? (await readFile(licence, 'utf8')).trim() : ''}\n`,
    )
  }
  await writeFile(join(root, 'dist', 'THIRD_PARTY_NOTICES.md'), `# Bundled packages\n\n${notices.join('\n')}`)
}

/** oclif reads this file instead of importing every command at each start. */
async function writeManifest() {
  const {Plugin} = await import('@oclif/core')
  const plugin = new Plugin({
    root,
    type: 'core',
    ignoreManifest: true,
    errorOnManifestCreate: true,
    respectNoCacheDefault: true,
  })
  await plugin.load()
  if (!process.exitCode && Object.keys(plugin.manifest.commands).length === 0)
    throw new Error(`no command found below ${relative('.', root)}/dist`)
  await replaceFile(join(root, 'oclif.manifest.json'), JSON.stringify(plugin.manifest, null, 1))
}

async function writeSchema() {
  const source = join(root, 'dist', 'lab', 'schema-document.js')
  if (!existsSync(source)) return
  const {schemaDocument} = await import(pathToFileURL(source).href)
  await mkdir(join(root, 'schema'), {recursive: true})
  await replaceFile(join(root, 'schema', 'msa.schema.json'), `${JSON.stringify(schemaDocument(), null, 2)}\n`)
}

async function replaceFile(path, text) {
  await writeFile(`${path}.tmp`, text)
  await rename(`${path}.tmp`, path)
}
