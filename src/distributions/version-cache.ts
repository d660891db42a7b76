import {dirname, join} from 'node:path'
import {makePrivateFolder, readTextIfThere, writeFileAtomic} from '../platform/files.js'

/** Versions of programs by their build: asking Java costs 100 ms, looking at its file none. */
export interface VersionCache {
  get(build: string): string | undefined
  set(build: string, version: string): void
  /** Writes what is new. That this fails (a full disk, a folder of somebody else) costs only time, at the next start. */
  save(): Promise<void>
}

export async function openVersionCache(cacheDir: string): Promise<VersionCache> {
  const path = join(cacheDir, 'program-versions.json')
  const known = new Map(parse(await readTextIfThere(path).catch(() => undefined)))
  const learnt = new Map<string, string>()
  return {
    get: build => known.get(build),
    set: (build, version) => {
      known.set(build, version)
      learnt.set(build, version)
    },
    save: async () => {
      if (learnt.size === 0) return
      // Read again: another msa may have learnt something meanwhile. The last fifty are plenty.
      const now = parse(await readTextIfThere(path).catch(() => undefined))
      const text = `${JSON.stringify([...new Map([...now, ...learnt])].slice(-50), null, 1)}\n`
      await makePrivateFolder(dirname(path))
        .then(() => writeFileAtomic(path, text, {durable: false}))
        .catch(() => undefined)
    },
  }
}

function parse(text: string | undefined): [string, string][] {
  try {
    const entries: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(entries) ? entries.filter(isEntry) : []
  } catch {
    return []
  }
}

function isEntry(entry: unknown): entry is [string, string] {
  return Array.isArray(entry) && entry.length === 2 && entry.every(part => typeof part === 'string')
}
