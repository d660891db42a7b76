import {readdirSync, readFileSync} from 'node:fs'
import {builtinModules} from 'node:module'
import {dirname, join, normalize, relative} from 'node:path'
import {describe, expect, it} from 'vitest'

const root = join(import.meta.dirname, '..')

interface Import {
  readonly from: string
  /** Path below `src`, or the name of a package. */
  readonly to: string
  readonly isLocal: boolean
  readonly isType: boolean
}

const sources = filesBelow('src').filter(path => path.endsWith('.ts') && !path.endsWith('.d.ts'))
const program = sources.filter(path => !/\.(test|fixture|bench)\.ts$/.test(path))
const imports = program.flatMap(importsOf)

/**
 * From the ground up: a layer imports from its own row and from the rows above it. `features` are all folders that are not named here:
 * connectors, topics, secrets, traces, exercises and their kin. `command bases` are the `*-command.ts` beside the base command.
 */
const layers: readonly (readonly string[])[] = [
  ['errors.ts', 'nearest.ts'],
  ['platform', 'safe-regex.ts'],
  ['clients'],
  ['probes'],
  ['stacks'],
  ['distributions'],
  ['runtimes'],
  ['logs', 'lab'],
  ['features'],
  ['declared'],
  ['console'],
  ['ui'],
  ['base-command.ts', 'command bases'],
  ['hooks', 'commands'],
  ['main.ts', 'help.ts', 'supervisor.ts'],
]
/** They run beside the CLI and share only the ground with it. */
const islands: Readonly<Record<string, readonly string[]>> = {
  services: ['errors.ts', 'platform', 'clients', 'secrets', 'services', 'safe-regex.ts', 'nearest.ts'],
}
/** The one folder or file in which a package is known. */
const homes: Readonly<Record<string, readonly string[]>> = {
  kafkajs: ['clients/kafka.ts', 'services'],
  dockerode: ['runtimes', 'clients'],
  mariadb: ['clients', 'services'],
  amqplib: ['clients', 'services'],
  hono: ['services', 'console'],
  '@hono/node-server': ['services', 'console'],
  listr2: ['ui'],
  'log-update': ['ui'],
  chalk: ['ui'],
  'cli-table3': ['ui'],
  inquirer: ['ui'],
  yaml: ['lab/lab-file', 'secrets', 'services', 'connectors', 'config', 'clients', 'export', 'import'],
  'node:child_process': ['platform'],
  'node:net': ['platform', 'lab/listen.ts', 'services/kit'],
}

describe('imports', () => {
  it('go one way; a stray one belongs where it says', () => {
    expect(imports.filter(({isLocal}) => isLocal).flatMap(strayText)).toEqual([])
  })

  it('have no cycle, not of types or of what is loaded later either', () => {
    expect(cycles([...imports.filter(({isLocal}) => isLocal), ...program.flatMap(lateImportsOf)])).toEqual([])
  })

  it('of a package stand in its one place', () => {
    const strays = imports
      .filter(
        ({from, to, isLocal, isType}) => !isLocal && !isType && homes[to] !== undefined && !isWithin(from, homes[to]),
      )
      .map(({from, to}) => `${from} imports ${to}, which belongs to ${homes[to]?.join(' or ')}`)
    expect(strays).toEqual([])
  })

  it('name no package that package.json does not', () => {
    const about = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, Record<string, string>>
    const known = new Set([...Object.keys(about.dependencies ?? {}), ...Object.keys(about.devDependencies ?? {})])
    const unknown = imports.filter(({to, isLocal}) => !isLocal && !to.startsWith('node:') && !known.has(to))
    expect(unknown.map(({from, to}) => `${from} imports ${to}`)).toEqual([])
  })
})

describe('commands', () => {
  const commands = program.filter(path => path.startsWith('commands/'))

  it('import at the top only oclif and what describes their flags (or a light file of constants): the rest comes inside run()', () => {
    const allowed = (to: string) =>
      /^(@oclif\/core|[a-z]+-command\.ts|base-command\.ts|ui\/flags\.ts|.*-flags\.ts)$/.test(to) || isLight(to)
    const heavy = imports.filter(({from, to, isType}) => from.startsWith('commands/') && !isType && !allowed(to))
    expect(heavy.map(({from, to}) => `${from} imports ${to} at the top: await import() it inside run()`)).toEqual([])
  })

  it('have no loop and no try', () => {
    const busy = commands.filter(path => /^\s*(for|while) \(|^\s*try \{/m.test(code(path)))
    expect(busy).toEqual([])
  })
})

describe('files', () => {
  it('are short: beyond 250 lines a decision hides in them that wants a file of its own', () => {
    const long = program
      .map(path => ({path, lines: code(path).split('\n').length - 1}))
      .filter(({lines}) => lines > 250)
    expect(long).toEqual([])
  })

  it('write to the terminal in ui/ and the base command alone', () => {
    const writers = program.filter(path => /process\.(stdout|stderr)\.write|console\.(log|error)/.test(code(path)))
    const allowed = ['ui', 'base-command.ts', 'supervisor.ts', 'services', 'console']
    expect(writers.filter(path => !isWithin(path, allowed))).toEqual([])
  })

  it('start and signal processes in platform/ alone', () => {
    const signalling = program.filter(path => /process\.kill\(/.test(code(path)))
    // The fault hook of the supervisor ends nobody but itself.
    expect(signalling.filter(path => !isWithin(path, ['platform', 'lab/supervise.ts']))).toEqual([])
  })

  it('silence no check of the compiler', () => {
    expect(sources.filter(path => /@ts-ignore|@ts-expect-error|@ts-nocheck/.test(code(path)))).toEqual([])
  })
})

describe('tests', () => {
  it('use fakes that are objects, not mocks of modules', () => {
    const tests = [
      ...sources.filter(path => path.endsWith('.test.ts')).map(path => `src/${path}`),
      ...filesBelow('test')
        .filter(path => path.endsWith('.ts'))
        .map(path => `test/${path}`),
    ]
    const word = ['vi', 'mock('].join('.')
    expect(tests.filter(path => readFileSync(join(root, path), 'utf8').includes(word))).toEqual([])
  })
})

function strayText({from, to}: Import): string[] {
  const island = Object.keys(islands).find(name => isWithin(from, [name]))
  if (island !== undefined) {
    const allowed = islands[island] ?? []
    return isWithin(to, allowed) ? [] : [`${from} imports ${to}: ${island}/ may import only ${allowed.join(', ')}`]
  }
  const [lower, upper] = [layerOf(from), layerOf(to)]
  if (lower === -1) return [`${from} is in no layer: name it in test/architecture.test.ts`]
  if (upper === -1)
    return [`${from} imports ${to}, which is in no layer: the console and commands speak to services over HTTP`]
  if (upper <= lower) return []
  return [
    `${from} imports ${to}: move what it needs to ${layers[lower]?.[0]} or below, or ${from} up to ${layers[upper]?.[0]}`,
  ]
}

/** It and all that it imports are a few files of our own. */
function isLight(file: string): boolean {
  const seen = new Set([file])
  for (const one of seen)
    for (const {to, isLocal} of imports.filter(({from, isType}) => from === one && !isType)) {
      if (!isLocal && !to.startsWith('node:')) return false
      if (isLocal) seen.add(to)
    }
  return !file.startsWith('node:') && file.includes('/') && seen.size <= 4
}

function layerOf(path: string): number {
  const named = layers.findIndex(names => isWithin(path, names))
  if (named !== -1) return named
  const [kind] = path.includes('/') ? ['features'] : path.endsWith('-command.ts') ? ['command bases'] : ['']
  return layers.findIndex(names => names.includes(kind ?? ''))
}

function isWithin(path: string, places: readonly string[]): boolean {
  return places.some(place => path === place || path.startsWith(`${place}/`))
}

/** Each cycle once, as `a → b → a`. */
function cycles(edges: readonly Pick<Import, 'from' | 'to'>[]): string[] {
  const next = new Map<string, string[]>()
  for (const {from, to} of edges) next.set(from, [...(next.get(from) ?? []), to])
  const done = new Set<string>()
  const found: string[] = []
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) return void found.push([...path.slice(path.indexOf(file)), file].join(' → '))
    if (done.has(file)) return
    for (const to of next.get(file) ?? []) visit(to, [...path, file])
    done.add(file)
  }
  for (const file of next.keys()) visit(file, [])
  return found
}

function importsOf(path: string): Import[] {
  const pattern = /^(?:import|export)\s+(type\s)?[^'";]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'/gm
  return [...code(path).matchAll(pattern)].map(([statement, type, named, bare]) => {
    const to = named ?? bare ?? ''
    // `import {type A, type B} from` is gone after compilation as well.
    const names = /\{([^}]*)\}/
      .exec(statement)?.[1]
      ?.split(',')
      .map(name => name.trim())
      .filter(name => name !== '')
    const isType =
      type !== undefined || (names !== undefined && names.length > 0 && names.every(name => name.startsWith('type ')))
    return to.startsWith('.')
      ? {from: path, to: fileAt(path, to), isLocal: true, isType}
      : {from: path, to: packageOf(to), isLocal: false, isType}
  })
}

function lateImportsOf(path: string): Pick<Import, 'from' | 'to'>[] {
  return [...code(path).matchAll(/\bimport\('(\.[^']+)'\)/g)].map(([, to = '']) => ({from: path, to: fileAt(path, to)}))
}

function fileAt(importer: string, specifier: string): string {
  return normalize(join(dirname(importer), specifier)).replace(/\.js$/, '.ts')
}

function packageOf(specifier: string): string {
  if (builtinModules.includes(specifier)) return `node:${specifier}`
  return specifier.startsWith('node:')
    ? specifier
    : specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/')
}

function code(path: string): string {
  return readFileSync(join(root, 'src', path), 'utf8')
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => relative(join(root, folder), join(entry.parentPath, entry.name)))
    .sort()
}
