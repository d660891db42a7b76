import {reasonOf} from '../../../errors.js'
import type {Variables} from '../bootstrap.js'
import {changedKeys, Properties, type PropertySource, type PropertyValue} from './properties.js'

export type FetchSources = (signal?: AbortSignal) => Promise<readonly PropertySource[]>
export type ConfigurationListener = (changed: readonly string[]) => void | Promise<void>

/** The properties of a running service: loaded once, loaded again on a refresh, and never half of each. */
export class Configuration {
  private readonly listeners: ConfigurationListener[] = []
  private readonly overrides: Record<string, PropertyValue> = Object.create(null)
  private fetched: readonly PropertySource[] = []
  private running: Promise<readonly string[]> = Promise.resolve([])
  private properties: Properties

  constructor(
    private readonly fetchSources: FetchSources,
    private readonly defaults: Readonly<Record<string, PropertyValue>>,
    private readonly variables: Variables,
  ) {
    this.properties = this.assemble()
  }

  get current(): Properties {
    return this.properties
  }

  /** Called after every change with the keys that changed; a listener that fails does not keep the others from hearing. */
  onChange(listener: ConfigurationListener): void {
    this.listeners.push(listener)
  }

  /** Asks the config server again and answers which keys changed. One at a time: a second call waits for the first. */
  refresh(signal?: AbortSignal): Promise<readonly string[]> {
    return this.enqueue(async () => {
      this.fetched = await this.fetchSources(signal)
      return this.swap()
    })
  }

  /** `/actuator/busenv`: values that win over everything fetched, until the process ends. */
  override(values: Readonly<Record<string, PropertyValue>>): Promise<readonly string[]> {
    return this.enqueue(async () => {
      Object.assign(this.overrides, values)
      return this.swap()
    })
  }

  private enqueue(work: () => Promise<readonly string[]>): Promise<readonly string[]> {
    const next = this.running.catch(() => []).then(work)
    this.running = next
    return next
  }

  private async swap(): Promise<readonly string[]> {
    const before = this.properties
    this.properties = this.assemble()
    const changed = changedKeys(before, this.properties)
    if (changed.length > 0) await Promise.allSettled(this.listeners.map(async listener => listener(changed)))
    return changed
  }

  private assemble(): Properties {
    const sources = [
      {name: 'manager', values: this.overrides},
      ...this.fetched,
      {name: 'defaults', values: this.defaults},
    ]
    return new Properties(
      sources.map(source => ({name: source.name, values: {...source.values}})),
      this.variables,
    )
  }
}

/**
 * What follows from the properties, worked out anew only when they changed: for what is asked at every request. A wrong value is an error
 * at the start; after a refresh `say` hears of it, and what was set before stays.
 */
export function perProperties<T>(
  configuration: Configuration,
  derive: (properties: Properties) => T,
  say: (message: string) => void,
): () => T {
  let known = {from: configuration.current, value: derive(configuration.current)}
  const read = () => {
    const {current} = configuration
    if (known.from !== current) known = {from: current, value: deriveOrKeep(current)}
    return known.value
  }
  const deriveOrKeep = (current: Properties) => {
    try {
      return derive(current)
    } catch (error) {
      say(`${reasonOf(error)}; what was set before stays`)
      return known.value
    }
  }
  configuration.onChange(() => void read())
  return read
}
