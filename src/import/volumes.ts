import {relative, resolve} from 'node:path'
import type {TreeNode} from '../lab/lab-file/tree.js'
import {itemsOf, textAt, textOf, valueAt} from './tree-values.js'

export interface VolumeSurroundings {
  readonly service: string
  /** Where the Compose file lies, and where the lab file will. */
  readonly from: string
  readonly to: string
  readonly home: string | undefined
  readonly exists: (path: string) => boolean
  /** The top-level `volumes`. */
  readonly declared: TreeNode | undefined
}

export interface VolumesRead {
  readonly volumes: readonly string[]
  readonly problems: readonly string[]
}

/** Compose's `volumes`, short and long, as the lab file writes them. */
export function volumesOf(node: TreeNode | undefined, around: VolumeSurroundings): VolumesRead {
  const read = itemsOf(node).map((item, index) => volumeOf(item, index, around))
  return {volumes: read.flatMap(({volumes}) => volumes), problems: read.flatMap(({problems}) => problems)}
}

interface Written {
  readonly source: string
  readonly target: string
  readonly isReadOnly: boolean
}

function volumeOf(item: TreeNode, index: number, around: VolumeSurroundings): VolumesRead {
  const written = item.kind === 'mapping' ? longVolume(item) : shortVolume(textOf(item) ?? '')
  if (typeof written === 'string') return {volumes: [], problems: [written]}
  const {source, target, isReadOnly} = written
  if (source === '') {
    const name = `${around.service}-${index + 1}`
    return {volumes: [`${name}:${target}`], problems: [`volume ${target}: has no name; it is ${name} here`]}
  }
  return /^[./~]/.test(source) ? bind(written, around) : named(source, target, isReadOnly, around)
}

function longVolume(node: TreeNode): Written | string {
  const type = textAt(node, 'type') ?? 'volume'
  const target = textAt(node, 'target') ?? ''
  if (type !== 'volume' && type !== 'bind') return `volumes ${target}: a lab has no ${type} mounts`
  return {source: textAt(node, 'source') ?? '', target, isReadOnly: textAt(node, 'read_only') === 'true'}
}

function shortVolume(written: string): Written | string {
  const parts = written.split(':')
  if (parts.length === 1) return {source: '', target: written, isReadOnly: false}
  const [source = '', target = '', mode = ''] = parts
  if (!target.startsWith('/')) return `volumes ${written}: not a path within a container`
  return {source, target, isReadOnly: mode.split(',').includes('ro')}
}

function bind({source, target, isReadOnly}: Written, {from, to, home, exists}: VolumeSurroundings): VolumesRead {
  const path = resolve(from, source.startsWith('~') ? `${home ?? ''}${source.slice(1)}` : source)
  if (!exists(path)) return {volumes: [], problems: [`volumes ${source}: there is no such file or folder`]}
  const way = relative(to, path)
  const short = way.startsWith('..') ? path : `./${way}`
  return {volumes: [`${short}:${target}${isReadOnly ? ':ro' : ''}`], problems: []}
}

function named(source: string, target: string, isReadOnly: boolean, {declared}: VolumeSurroundings): VolumesRead {
  const about = valueAt(declared, source)
  const isForeign = textAt(about, 'external') === 'true' || textAt(about, 'name') !== undefined
  return {
    volumes: [`${source}:${target}`],
    problems: [
      ...(isForeign ? [`volumes ${source}: an existing one in Compose; the lab's is a new one, and empty`] : []),
      ...(isReadOnly ? [`volumes ${source}: a volume of a lab can always be written to`] : []),
    ],
  }
}
