import {type SpringValue, textOf} from '../../secrets/spring-value.js'
import type {PropertySource} from './environment.js'

/** All sources as one, flat: what an application would see. */
export type Merged = ReadonlyMap<string, SpringValue>

/** The least important first, so that an overridden value keeps its place. A list is replaced whole, and comes after the single values. */
export function mergeSources(sources: readonly PropertySource[]): Merged {
  const singles = new Map<string, SpringValue>()
  const lists = new Map<string, Map<string, SpringValue>>()
  for (const {values} of [...sources].reverse()) {
    const own = new Map<string, Map<string, SpringValue>>()
    for (const [key, {value}] of values) {
      const at = key.indexOf('[')
      if (at < 0) {
        singles.set(key, value)
        continue
      }
      const name = key.slice(0, at)
      const items = own.get(name) ?? new Map<string, SpringValue>()
      own.set(name, items.set(key, value))
    }
    for (const [name, items] of own) lists.set(name, items)
  }
  return new Map([...singles, ...[...lists.values()].flatMap(items => [...items])])
}

const maxDepth = 16

/** `${key}`, `${key:default}`, nested; what nobody knows stays as it stands. Only the properties themselves are asked, never this process's environment. */
export function resolvePlaceholders(text: string, properties: Merged, depth = 0): string {
  if (depth > maxDepth) return text
  let result = ''
  for (let at = 0; at < text.length; ) {
    const start = text.indexOf('${', at)
    const end = start < 0 ? -1 : closingBrace(text, start + 2)
    if (end < 0) return result + text.slice(at)
    result += text.slice(at, start)
    const inner = resolvePlaceholders(text.slice(start + 2, end), properties, depth + 1)
    result += lookUp(inner, properties, depth) ?? `\${${text.slice(start + 2, end)}}`
    at = end + 1
  }
  return result
}

function lookUp(inner: string, properties: Merged, depth: number): string | undefined {
  const colon = inner.indexOf(':')
  const value = properties.get(colon < 0 ? inner : inner.slice(0, colon))
  if (value !== undefined) return resolvePlaceholders(textOf(value), properties, depth + 1)
  return colon < 0 ? undefined : inner.slice(colon + 1)
}

function closingBrace(text: string, from: number): number {
  let open = 1
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '{') open += 1
    else if (text[at] === '}') open -= 1
    if (open === 0) return at
  }
  return -1
}
