import {join} from 'node:path'
import {readTextIfThere} from '../platform/files.js'
import {filesWithSizes} from '../platform/files-with-sizes.js'
import type {Distribution} from '../stacks/component.js'

/** Written last, when every sum was right: the jars in the order of the class path, with their sizes. */
export interface SetRecord {
  readonly jars: readonly (readonly [name: string, size: number])[]
  /** SHA-256 of the jars that were unpacked from a fetched one, and therefore have no pinned sum. */
  readonly sums?: Readonly<Record<string, string>>
}

export const recordFile = 'installed.json'
export const jarFolder = 'lib'

/**
 * A set that was installed whole and is still so, by names and sizes of its jars. The sums were checked when it came;
 * reading 230 MB again would cost each `msa up` half a second (`msa cache verify` does).
 */
export async function installedSet(folder: string): Promise<Distribution | undefined> {
  const record = await readRecord(folder)
  if (record === undefined) return undefined
  const dir = join(folder, jarFolder)
  const there = filesWithSizes(dir)
  if (there.size !== record.jars.length || record.jars.some(([name, size]) => there.get(name) !== size))
    return undefined
  return {dir, jars: record.jars.map(([name]) => join(dir, name))}
}

export async function readRecord(folder: string): Promise<SetRecord | undefined> {
  return parseRecord(await readTextIfThere(join(folder, recordFile)))
}

function parseRecord(text: string | undefined): SetRecord | undefined {
  if (text === undefined) return undefined
  try {
    const record: unknown = JSON.parse(text)
    return typeof record === 'object' && record !== null && 'jars' in record ? (record as SetRecord) : undefined
  } catch {
    return undefined
  }
}
