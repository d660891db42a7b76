import {join} from 'node:path'
import {filesWithSizes} from '../platform/files-with-sizes.js'
import {sha256OfFile} from '../platform/hash-file.js'

type Sums = ReadonlyMap<string, string>

/** What is wrong with the files of a folder, compared to their pinned sums; empty when nothing is. Files too many are wrong too. */
export async function wrongFiles(folder: string, sums: Sums): Promise<readonly string[]> {
  const extra = [...filesWithSizes(folder).keys()].filter(name => !sums.has(name))
  return [...(await wrongSums(folder, sums)), ...extra.map(name => `${name} does not belong to it`)]
}

/** Those of these files that are missing or have other bytes. */
export async function wrongSums(folder: string, sums: Sums): Promise<readonly string[]> {
  const there = filesWithSizes(folder)
  const problems: string[] = []
  for (const [name, sum] of sums) {
    const size = there.get(name)
    if (size === undefined) problems.push(`${name} is missing`)
    else {
      const actual = await sha256OfFile(join(folder, name))
      if (actual !== sum) problems.push(`${name} (${size} bytes) has the sum ${actual}, but it should have ${sum}`)
    }
  }
  return problems
}
