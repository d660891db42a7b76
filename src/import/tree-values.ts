import type {TreeNode} from '../lab/lab-file/tree.js'

/** Keys of a mapping with what they hold; those that come by `<<` after its own. Anything else has none. */
export function entriesOf(node: TreeNode | undefined): [string, TreeNode][] {
  if (node?.kind !== 'mapping') return []
  const own = node.entries.filter(({key}) => key !== '<<').map(({key, value}): [string, TreeNode] => [key, value])
  const merged = node.entries
    .filter(({key}) => key === '<<')
    .flatMap(({value}) => (value.kind === 'list' ? value.items : [value]))
    .flatMap(entriesOf)
  const all = new Map<string, TreeNode>()
  for (const [key, value] of [...own, ...merged]) if (!all.has(key)) all.set(key, value)
  return [...all]
}

export function valueAt(node: TreeNode | undefined, ...keys: readonly string[]): TreeNode | undefined {
  const [first, ...rest] = keys
  if (first === undefined) return node
  return valueAt(entriesOf(node).find(([key]) => key === first)?.[1], ...rest)
}

export function textAt(node: TreeNode | undefined, ...keys: readonly string[]): string | undefined {
  return textOf(valueAt(node, ...keys))
}

/** Text, and numbers and truth values as text; nothing else. */
export function textOf(node: TreeNode | undefined): string | undefined {
  if (node?.kind === 'text') return node.value
  if (node?.kind === 'number') return node.source
  return node?.kind === 'boolean' ? String(node.value) : undefined
}

export function itemsOf(node: TreeNode | undefined): readonly TreeNode[] {
  if (node?.kind === 'list') return node.items
  return node === undefined || node.kind === 'nothing' ? [] : [node]
}

/** A mapping, or a list of `NAME=value`; a name alone is undefined. */
export function pairsOf(node: TreeNode | undefined): [string, string | undefined][] {
  if (node?.kind === 'mapping') return entriesOf(node).map(([key, value]) => [key, textOf(value)])
  return itemsOf(node).flatMap((item): [string, string | undefined][] => {
    const text = textOf(item) ?? ''
    const at = text.indexOf('=')
    return text === '' ? [] : [at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]]
  })
}
