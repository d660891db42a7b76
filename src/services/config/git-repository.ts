import {fileURLToPath} from 'node:url'
import {runForOutput} from '../../platform/run-to-end.js'
import {type ConfigFolder, type ConfigRepository, maxFileBytes, type Snapshot} from './repository.js'

export interface GitOptions {
  /** A path or a `file://` address. */
  readonly uri: string
  /** Undefined takes what the repository has checked out. */
  readonly defaultLabel: string | undefined
  /** For git's own settings (`safe.directory`), and where it is found. */
  readonly variables: Readonly<Record<string, string | undefined>>
}

const keptSnapshots = 16

/** A git repository on this machine; branches, tags and commits are labels. Read by the system's git, without a working copy. */
export function gitRepository(options: GitOptions): ConfigRepository {
  const git = gitIn(options)
  const snapshots = new Map<string, Promise<Snapshot>>()
  const commitOf = async (label: string | undefined): Promise<string | undefined> => {
    const name = `${label ?? options.defaultLabel ?? 'HEAD'}^{commit}`
    const {exitCode, stdout} = await git(['rev-parse', '--verify', '--quiet', '--end-of-options', name])
    return exitCode === 0 ? stdout.toString('utf8').trim() : undefined
  }
  return {
    async at(label) {
      const commit = await commitOf(label)
      if (commit === undefined) return undefined
      // A commit never changes, so what it holds is read once.
      const known = snapshots.get(commit) ?? openCommit(git, options.uri, commit)
      snapshots.delete(commit)
      snapshots.set(commit, known)
      known.catch(() => snapshots.delete(commit))
      for (const oldest of [...snapshots.keys()].slice(0, Math.max(0, snapshots.size - keptSnapshots))) {
        snapshots.delete(oldest)
      }
      return known
    },
    async check() {
      const commit = await commitOf(undefined)
      if (commit === undefined) throw new Error(`${options.uri} is no git repository, or has no commit yet`)
      return {repository: options.uri, version: commit}
    },
  }
}

type Git = (args: readonly string[]) => ReturnType<typeof runForOutput>

function gitIn({uri, variables}: GitOptions): Git {
  const path = uri.startsWith('file:') ? fileURLToPath(uri) : uri
  const env = {PATH: variables.PATH ?? '', HOME: variables.HOME ?? '/', LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0'}
  return args => runForOutput('git', ['-C', path, ...args], {env, maxBytes: 16 * maxFileBytes})
}

async function openCommit(git: Git, uri: string, commit: string): Promise<Snapshot> {
  const {exitCode, stdout} = await git(['ls-tree', '-r', '-z', commit])
  if (exitCode !== 0) throw new Error(`git cannot list the files of ${commit}`)
  const blobs = new Map(stdout.toString('utf8').split('\0').flatMap(parseEntry))
  const texts = new Map<string, Promise<string | undefined>>()
  const base = uri.startsWith('file:') ? uri.replace(/\/+$/, '') : `file://${uri.replace(/\/+$/, '')}`
  const path = base.slice('file://'.length)
  const folder: ConfigFolder = {
    files: new Set([...blobs.keys()].filter(file => !file.includes('/'))),
    read(segments) {
      const file = segments.join('/')
      const text = texts.get(file) ?? readBlob(git, blobs.get(file))
      texts.set(file, text)
      return text
    },
    sourceName: file => `${base}/${file}`,
    // Spring's own words, bracket and all: clients show them, and some compare.
    documentName: (file, index) =>
      `${base}/Config resource 'file [${path}/${file}' via location '' (document #${index})`,
  }
  return {folders: [folder], version: commit, state: ''}
}

/** `mode type object\tpath`. Symbolic links (mode 120000) and submodules are no files. */
function parseEntry(line: string): [string, string][] {
  const match = /^100\d{3} blob ([0-9a-f]+)\t(.+)$/s.exec(line)
  return match ? [[match[2] ?? '', match[1] ?? '']] : []
}

async function readBlob(git: Git, object: string | undefined): Promise<string | undefined> {
  if (object === undefined) return undefined
  const {exitCode, stdout} = await git(['cat-file', 'blob', object])
  return exitCode === 0 && stdout.length <= maxFileBytes ? stdout.toString('utf8') : undefined
}
