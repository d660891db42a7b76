import type {TreeNode} from '../lab/lab-file/tree.js'
import {itemsOf, textAt, textOf} from './tree-values.js'

export interface PublishedPort {
  /** Undefined: any free one. */
  readonly machine: number | undefined
  readonly inside: number
}

export interface PortsRead {
  readonly ports: readonly PublishedPort[]
  readonly problems: readonly string[]
}

const mostOfOneRange = 100
/** Compose's `ports`, short and long, with ranges. */
export function portsOf(node: TreeNode | undefined): PortsRead {
  const ports: PublishedPort[] = []
  const problems: string[] = []
  for (const item of itemsOf(node)) {
    const read = item.kind === 'mapping' ? longPort(item) : shortPort(textOf(item) ?? '')
    if (typeof read === 'string') problems.push(read)
    else {
      ports.push(...read.ports)
      problems.push(...read.problems)
    }
  }
  return {ports, problems}
}

function longPort(node: TreeNode): PortsRead | string {
  const [target = '', published = '', protocol] = ['target', 'published', 'protocol'].map(key => textAt(node, key))
  return portsFrom({address: textAt(node, 'host_ip'), machine: published, inside: target, protocol, written: target})
}

/** `80`, `8080:80`, `127.0.0.1:8080:80`, `127.0.0.1::80`, `[::1]:8080:80`, `8000-8002:80-82`, with `/udp` behind it. */
function shortPort(written: string): PortsRead | string {
  const [numbers = '', protocol] = written.split('/')
  const [outside, inside] = cutAtLastColon(numbers)
  const [address, machine] = outside === undefined ? [undefined, ''] : cutAtLastColon(outside)
  return portsFrom({address, machine, inside, protocol, written})
}

function cutAtLastColon(text: string): readonly [before: string | undefined, after: string] {
  const at = text.lastIndexOf(':')
  return at === -1 ? [undefined, text] : [text.slice(0, at), text.slice(at + 1)]
}

interface Written {
  readonly address: string | undefined
  readonly machine: string
  readonly inside: string
  readonly protocol: string | undefined
  readonly written: string
}

function portsFrom({address, machine, inside, protocol = 'tcp', written}: Written): PortsRead | string {
  if (protocol.toLowerCase() !== 'tcp') return `ports ${written}: a lab publishes TCP only`
  const [own, outer] = [range(inside), range(machine)]
  if (own === undefined || (machine !== '' && outer === undefined)) return `ports ${written}: not a port`
  const isAny = outer === undefined || outer.length !== own.length
  const problems =
    address === undefined || /^(127\.0\.0\.1|\[?::1\]?|localhost)$/.test(address)
      ? []
      : [`ports ${written}: on ${address} in Compose; msa publishes on 127.0.0.1 only`]
  return {ports: own.map((port, index) => ({machine: isAny ? undefined : outer[index], inside: port})), problems}
}

function range(written: string): number[] | undefined {
  const [, from, to] = /^([0-9]{1,5})(?:-([0-9]{1,5}))?$/.exec(written) ?? []
  if (from === undefined) return undefined
  const [first, last] = [Number(from), Number(to ?? from)]
  if (first < 1 || last > 65_535 || last < first || last - first >= mostOfOneRange) return undefined
  return Array.from({length: last - first + 1}, (_, index) => first + index)
}
