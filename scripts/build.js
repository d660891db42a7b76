/**
 * Bundles the CLI into dist/. Bundling is what makes msa start fast: most of an import's cost is finding files, not running code.
 * Packages with native parts, files read from disk, or a licence that asks for it (mariadb: LGPL) stay in node_modules.
 */

import {copyFile, mkdir, readFile, rename, rm, writeFile} from 'node:fs/promises'
import {basename, dirname, join, relative} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {build} from 'esbuild'
import {existsSync, globSync} from './glob.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
// oclif asks for TypeScript only where a plugin's sources are run; bundled, it alone would cost 100 ms of every start.
// Of oclif's own dependencies these serve commands that are searched for in folders (ours stand in the manifest) and a check of Node's version
// that does not work bundled; loading them was a tenth of every start. The two for character sets serve inquirer's questions in an editor.
const unused = ['minimatch', 'semver', 'tinyglobby', 'iconv-lite', 'chardet']
// Large, and needed by few commands: files of their own, which the others don't read.
const apart = ['re2js', 'amqplib', 'zstddec/stream', 'yauzl', 'yazl', 'jsonc-parser']
const external = ['dockerode', 'kafkajs', 'mariadb', 'typescript']
const entries = [
  'src/supervisor.ts',
  'src/lab/schema-document.ts',
  ...globSync(root, 'bench', name => name.endsWith('.ts')),
].filter(entry => existsSync(join(root, entry)))

const common = {
  absWorkingDir: root,
  bundle: true,
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
}

await rm(join(root, 'dist'), {recursive: true, force: true})
const programs = await build({
  ...common,
  entryPoints: entries.map(entry => ({in: entry, out: entry.replace(/^src\//, '').replace(/\.ts$/, '')})),
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  splitting: true,
  format: 'esm',
  // Bundled CommonJS packages still call require() for Node's own modules.
  banner: {
    js: "import {createRequire as msaCreateRequire} from 'node:module';const require=msaCreateRequire(import.meta.url);",
  },
})
// A program that is started often is one file, whose modules are evaluated when they are first asked for: a file less is a millisecond less of
// each start, and V8 keeps the compiled code of a CommonJS file on every line of Node (see `bin/require-compiled.js`).
const oneFile = {
  ...common,
  format: 'cjs',
  // Code that V8 kept has lost its way to Node's import() (ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING); packages are required, as late as ever.
  supported: {'dynamic-import': false},
  define: {'import.meta.url': 'msaModuleUrl'},
  banner: {js: "const msaModuleUrl=require('node:url').pathToFileURL(__filename).href;"},
}
const commandLine = await build({
  ...oneFile,
  plugins: [
    {name: 'apart', setup: leaveApart},
    {name: 'plain-order', setup: orderPlainly},
  ],
  stdin: {contents: commandLineEntry(), resolveDir: root, sourcefile: 'main.cjs'},
  outfile: 'dist/main.cjs',
})
const services = globSync(root, 'src/services', name => name.endsWith('main.ts')).map(path => basename(dirname(path)))
const servicePrograms = await build({
  ...oneFile,
  // 384 files, which would be read one by one.
  external: external.filter(name => name !== 'kafkajs'),
  entryPoints: services.map(name => ({in: `src/services/${name}/main.ts`, out: name})),
  outdir: 'dist/services',
  outExtension: {'.js': '.cjs'},
})
await makeAscii('dist/main.cjs', ...services.map(name => `dist/services/${name}.cjs`))
await writeServiceStarters()
const libraries = await build({
  ...common,
  entryPoints: apart.map(name => ({in: name, out: apartName(name)})),
  outdir: 'dist/lib',
  outExtension: {'.js': '.cjs'},
  format: 'cjs',
})
await writeNotices([programs, commandLine, servicePrograms, libraries].map(({metafile}) => metafile))
await writeManifest()
await writeSchema()
await writeFile(join(root, 'dist', '.stamp'), new Date().toISOString())

/** What oclif finds below `oclif` in package.json: each command, hook and the help are got, and evaluated, when they are asked for. */
function commandLineEntry() {
  const commands = globSync(root, 'src/commands').map(path => {
    const id = relative('src/commands', path)
      .replace(/(\/index)?\.ts$/, '')
      .replaceAll('/', ':')
    return `get '${id}'() { return require('./${path}').default },`
  })
  return `module.exports = {
    main: root => require('./src/main.ts').main(root),
    commands: {${commands.join('\n')}},
    get Help() { return require('./src/help.ts').default },
    get commandNotFound() { return require('./src/hooks/command-not-found.ts').default },
  }`
}

function leaveApart(bundle) {
  bundle.onResolve({filter: new RegExp(`^(${apart.join('|')})$`)}, ({path}) => ({
    path: `./lib/${apartName(path)}.cjs`,
    external: true,
  }))
}

/** oclif orders ids by the rules of the person's language, whose tables alone take 8 ms to load. */
function orderPlainly(bundle) {
  bundle.onLoad({filter: /@oclif\/core\/lib\/config\/plugin\.js$/}, async ({path}) => {
    const text = await readFile(path, 'utf8')
    const contents = text.replace('a.id.localeCompare(b.id)', 'a.id < b.id ? -1 : 1')
    if (contents === text) throw new Error(`${path} orders in another way now: see build.js`)
    return {contents}
  })
}

/** `node dist/services/user/main.cjs`; beside what they need, so that an image can have them without all the rest. */
async function writeServiceStarters() {
  const folder = join(root, 'dist', 'services')
  await copyFile(join(root, 'bin', 'require-compiled.js'), join(folder, 'require-compiled.cjs'))
  for (const name of services) {
    await mkdir(join(folder, name))
    const start = `require('../require-compiled.cjs').requireCompiled(require.resolve('../${name}.cjs'), '${name}')\n`
    await writeFile(join(folder, name, 'main.cjs'), start)
  }
}

async function makeAscii(...files) {
  for (const file of files) {
    const path = join(root, file)
    await replaceFile(path, asciiOnly(await readFile(path, 'utf8')))
  }
}

/** esbuild leaves regular expressions as they are; Node reads ASCII in half the time. */
function asciiOnly(text) {
  return text.replaceAll(/[^\0-\x7f]/g, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function apartName(name) {
  return name.split('/')[0]
}

/** Licences of what was bundled, from the packages themselves. */
async function writeNotices(metafiles) {
  const packages = new Set()
  for (const input of metafiles.flatMap(({inputs}) => Object.keys(inputs))) {
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
