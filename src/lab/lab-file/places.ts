import {isAbsolute, relative, resolve} from 'node:path'
import type {PathKind} from '../../platform/regular-file.js'
import type {At} from './collections.js'
import type {Report} from './mistakes.js'

export interface LabFolder {
  readonly root: string
  /** What stands at a path, looked up by the caller so that the parser itself touches no disk. `within`: also tells when the path, links resolved, leaves that folder. Undefined: nothing is looked up. */
  readonly look: ((path: string, within: string | undefined) => PathKind) | undefined
}

const insideRule = 'a relative path within the folder of the lab file'

/** Absolute path of something that msa serves or reads from the lab's own folder: never from anywhere else. */
export function pathInside(written: At<string>, wanted: PathKind | 'any', folder: LabFolder, report: Report): string {
  const path = resolve(folder.root, written.value)
  const way = relative(folder.root, path)
  const leaves = isAbsolute(written.value) || way.startsWith('..') || isAbsolute(way)
  if (leaves)
    report({
      ...written,
      problem: `${JSON.stringify(written.value)} leads out of the lab's folder`,
      expected: insideRule,
    })
  else checkKind(path, written, wanted, {...folder, within: folder.root}, report)
  return path
}

/** Absolute path of something of the person's own, which may lie anywhere. */
export function pathAnywhere(written: At<string>, wanted: PathKind | 'any', folder: LabFolder, report: Report): string {
  const path = resolve(folder.root, written.value)
  checkKind(path, written, wanted, {...folder, within: undefined}, report)
  return path
}

function checkKind(
  path: string,
  written: At<string>,
  wanted: PathKind | 'any',
  {look, within}: LabFolder & {within: string | undefined},
  report: Report,
): void {
  const kind = look?.(path, within)
  if (kind === undefined || kind === wanted) return
  const expected = wanted === 'any' ? 'a file or a folder' : `a ${wanted}`
  if (wanted === 'any' && (kind === 'file' || kind === 'folder')) return
  const problems = {
    missing: `there is no ${path}`,
    loop: `${path} is a loop of symbolic links`,
    outside: `${path} is a symbolic link out of the lab's folder`,
    file: `${path} is a file`,
    folder: `${path} is a folder`,
    other: `${path} is neither a file nor a folder`,
  }
  report({
    spot: written.spot,
    path: written.path,
    problem: problems[kind],
    expected: kind === 'outside' ? insideRule : expected,
  })
}
