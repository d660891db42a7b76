/** The lab file as a tree of plain values that know where they stand: no aliases, no tags, no variables left. */
export type TreeNode = Leaf | ListNode | MappingNode

export type Leaf = TextNode | NumberNode | BooleanNode | NothingNode | BrokenNode
export interface TextNode extends Placed {
  readonly kind: 'text'
  readonly value: string
}
export interface NumberNode extends Placed {
  readonly kind: 'number'
  readonly value: number
  /** As it is written: `3.10` is the number 3.1, and the person should be told so. */
  readonly source: string
}
export interface BooleanNode extends Placed {
  readonly kind: 'boolean'
  readonly value: boolean
}
export interface NothingNode extends Placed {
  readonly kind: 'nothing'
}
/** Its mistake is already reported (an unset variable, an unknown alias); nothing more is said about it. */
export interface BrokenNode extends Placed {
  readonly kind: 'broken'
}
export interface ListNode extends Placed {
  readonly kind: 'list'
  readonly items: readonly TreeNode[]
}
export interface MappingNode extends Placed {
  readonly kind: 'mapping'
  readonly entries: readonly TreeEntry[]
}
export interface TreeEntry {
  readonly key: string
  readonly keySpot: Spot
  readonly value: TreeNode
}

export interface Placed {
  readonly spot: Spot
}
/** Counted from 1, as editors do. */
export interface Spot {
  readonly line: number
  readonly column: number
}

/** What stands there, in words for "found …". */
export function describe(node: TreeNode): string {
  switch (node.kind) {
    case 'text':
      return quoted(node.value)
    case 'number':
      return `the number ${shortened(node.source)}`
    case 'boolean':
      return String(node.value)
    case 'nothing':
    case 'broken':
      return 'nothing'
    case 'list':
      return 'a list'
    case 'mapping':
      return 'a mapping'
    default:
      return node satisfies never
  }
}

export function quoted(text: string): string {
  return JSON.stringify(shortened(text))
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
