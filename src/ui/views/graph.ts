import type {ChalkInstance} from 'chalk'
import type {LabGraph} from '../../lab/client/lab-graph.js'
import {table} from '../table.js'

type Node = LabGraph['nodes'][number]

export function graphView(graph: LabGraph, format: 'text' | 'mermaid', paint: ChalkInstance): string {
  if (graph.criticalPath !== undefined) return timingView(graph, graph.criticalPath, paint)
  return format === 'mermaid' ? mermaid(graph) : textTree(graph, paint)
}

/** Each component below what it depends on first; further dependencies stand beside its name. */
function textTree({nodes}: LabGraph, paint: ChalkInstance): string {
  const names = new Set(nodes.map(({name}) => name))
  const parentOf = ({dependsOn}: Node) => dependsOn.filter(on => names.has(on)).at(-1)
  const lines = (parent: string | undefined, indent: string): string[] => {
    const children = nodes.filter(node => parentOf(node) === parent)
    return children.flatMap((node, index) => {
      const isLast = index === children.length - 1
      const others = node.dependsOn.filter(on => on !== parent && names.has(on))
      const label =
        others.length === 0 ? node.name : `${node.name} ${paint.dim(`(also waits for ${others.join(', ')})`)}`
      if (parent === undefined) return [label, ...lines(node.name, '')]
      return [`${indent}${isLast ? '└─' : '├─'} ${label}`, ...lines(node.name, `${indent}${isLast ? '   ' : '│  '}`)]
    })
  }
  return `${lines(undefined, '').join('\n')}\n`
}

function mermaid({nodes}: LabGraph): string {
  const edges = nodes.flatMap(({name, dependsOn}) => dependsOn.map(on => `  ${id(on)} --> ${id(name)}`))
  return ['graph LR', ...nodes.map(({name}) => `  ${id(name)}["${name}"]`), ...edges, ''].join('\n')
}

function id(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9]/g, '_')
}

const barWidth = 40

function timingView({nodes}: LabGraph, path: readonly string[], paint: ChalkInstance): string {
  const total = Math.max(1, ...nodes.map(({readyMs = 0}) => readyMs))
  const column = (ms: number) => Math.round((ms / total) * barWidth)
  const rows = table(nodes, [
    {
      title: 'component',
      value: ({name}) => name,
      paint: (text, {name}) => (path.includes(name) ? paint.bold(text) : text),
    },
    {title: 'started', value: ({startedMs}) => secondsText(startedMs), align: 'right'},
    {title: 'ready', value: ({readyMs}) => secondsText(readyMs), align: 'right'},
    {
      title: 'when',
      value: ({startedMs = 0, readyMs = startedMs}) =>
        `${' '.repeat(column(startedMs))}${'█'.repeat(Math.max(1, column(readyMs) - column(startedMs)))}`,
      paint: (text, {name}) => (path.includes(name) ? paint.yellow(text) : paint.dim(text)),
    },
  ])
  return `${rows}critical path: ${path.join(' → ')}\n`
}

function secondsText(ms: number | undefined): string {
  return ms === undefined ? '' : `${(ms / 1000).toFixed(2)}s`
}
