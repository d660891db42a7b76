import type {Variables} from '../bootstrap.js'
import {parseDurationMs} from './duration.js'

export type PropertyValue = string | number | boolean
export interface PropertySource {
  readonly name: string
  readonly values: Readonly<Record<string, PropertyValue>>
}

/**
 * Properties as a Spring service sees them: several sources, the first that has a key wins; the environment stands before all of them;
 * `${key:default}` is resolved; `failure-rate-threshold`, `failureRateThreshold` and `FAILURE_RATE_THRESHOLD` are the same key.
 */
export class Properties {
  private readonly merged = new Map<string, {readonly key: string; readonly value: string}>()

  constructor(
    readonly sources: readonly PropertySource[],
    private readonly variables: Variables = {},
  ) {
    for (const source of sources) {
      for (const [key, value] of Object.entries(source.values)) {
        const name = canonical(key)
        if (!this.merged.has(name)) this.merged.set(name, {key, value: String(value)})
      }
    }
  }

  find(key: string): string | undefined {
    const raw = this.raw(key)
    return raw === undefined ? undefined : this.resolve(raw, 0)
  }

  /** The first of several keys that is set: newer releases of Spring renamed some. */
  findAny(...keys: readonly string[]): string | undefined {
    for (const key of keys) {
      const value = this.find(key)
      if (value !== undefined && value !== '') return value
    }
    return undefined
  }

  text(key: string, fallback: string): string {
    return this.find(key) ?? fallback
  }

  number(key: string, fallback: number): number {
    return this.parsed(key, fallback, 'a number', text => (text.trim() === '' ? Number.NaN : Number(text)))
  }

  durationMs(key: string, fallbackMs: number): number {
    return this.parsed(key, fallbackMs, 'a duration such as 500ms, 10s or PT1M', parseDurationMs)
  }

  flag(key: string, fallback: boolean): boolean {
    const text = this.find(key)?.trim().toLowerCase()
    if (text === undefined || text === '') return fallback
    if (['true', 'yes', 'on', '1'].includes(text)) return true
    if (['false', 'no', 'off', '0'].includes(text)) return false
    throw new Error(`${key} must be true or false, not "${text}"`)
  }

  /** Like Spring's enumerations: `TIME_BASED`, `time-based` and `timeBased` are the same choice. */
  oneOf<T extends string>(key: string, choices: readonly T[], fallback: T): T {
    const text = this.find(key)?.trim()
    if (text === undefined || text === '') return fallback
    const choice = choices.find(one => canonical(one) === canonical(text))
    if (choice !== undefined) return choice
    throw new Error(`${key} must be one of ${choices.join(', ')}, not "${text}"`)
  }

  /** `a,b` and `a[0]`, `a[1]` are both lists. */
  list(key: string): string[] {
    const single = this.find(key)
    if (single !== undefined) return single.split(',').map(part => part.trim())
    const items: string[] = []
    for (let item = this.find(`${key}[0]`); item !== undefined; item = this.find(`${key}[${items.length}]`)) {
      items.push(item)
    }
    return items
  }

  /** Names directly below a prefix: `instances.a.x` and `instances.b.y` below `instances` are `a` and `b`. */
  childrenOf(prefix: string): string[] {
    const depth = prefix.split('.').length
    const start = `${canonical(prefix)}.`
    const names = [...this.merged]
      .filter(([name]) => name.startsWith(start))
      .map(([, {key}]) => key.split('.')[depth] ?? '')
    return [...new Set(names)]
  }

  /** Every key that some source has, as written there; the environment is not listed. */
  keys(): string[] {
    return [...this.merged.values()].map(({key}) => key)
  }

  private parsed(key: string, fallback: number, expected: string, parse: (text: string) => number): number {
    const text = this.find(key)
    if (text === undefined || text === '') return fallback
    const value = parse(text)
    if (Number.isFinite(value)) return value
    throw new Error(`${key} must be ${expected}, not "${text}"`)
  }

  private raw(key: string): string | undefined {
    return this.variables[environmentName(key)] ?? this.merged.get(canonical(key))?.value
  }

  private resolve(text: string, depth: number): string {
    // Deep enough for any honest chain, and an end for `a=${b}`, `b=${a}`.
    if (depth > 16) return text
    return text.replace(/\$\{([^${}:]+)(?::((?:[^{}]|\{[^{}]*\})*))?\}/g, (whole, key: string, fallback?: string) => {
      const value = this.raw(key.trim()) ?? fallback
      return value === undefined ? whole : this.resolve(value, depth + 1)
    })
  }
}

/** Keys whose value differs between two states, sorted; a key that only one of them has counts. */
export function changedKeys(before: Properties, after: Properties): string[] {
  const keys = new Set([...before.keys(), ...after.keys()])
  return [...keys].filter(key => before.find(key) !== after.find(key)).sort()
}

function canonical(key: string): string {
  return key.replace(/[-_]/g, '').toLowerCase()
}

/** Spring's rule: dots become underscores, dashes go, all in capitals. */
function environmentName(key: string): string {
  return key
    .replace(/-/g, '')
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .replace(/_$/, '')
    .toUpperCase()
}
