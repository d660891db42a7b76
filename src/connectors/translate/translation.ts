import type {ConnectorConfig} from '../../clients/connect.js'
import {type Hidden, hiddenOf} from '../hidden-config.js'

/** What became of one setting. */
export interface MappedSetting {
  /** `table.whitelist=users`; undefined for what is needed in addition. */
  readonly from: string | undefined
  /** Undefined: it has no counterpart. */
  readonly to: string | undefined
  readonly note: string | undefined
}

export interface Translation {
  readonly config: ConnectorConfig
  readonly mapping: readonly MappedSetting[]
}

/** Collects the new settings together with the account of where each came from. */
export class TranslationDraft {
  private readonly config: Record<string, string> = {}
  private readonly mapping: MappedSetting[] = []
  private readonly used = new Set<string>()

  private readonly hidden: Hidden

  constructor(private readonly old: ConnectorConfig) {
    this.hidden = hiddenOf(old)
  }

  /** One setting takes the place of others. */
  map(from: readonly string[], to: Readonly<Record<string, string>>, note?: string): void {
    for (const key of from) this.used.add(key)
    Object.assign(this.config, to)
    const given = from.filter(key => this.old[key] !== undefined).map(key => this.pair(key))
    const pairs = Object.entries(to).map(([key, value]) => this.shown(key, value))
    this.mapping.push({from: given.join(', ') || undefined, to: pairs.join(', ') || undefined, note})
  }

  /** What the new connector needs in addition. */
  add(settings: Readonly<Record<string, string>>, note?: string): void {
    Object.assign(this.config, settings)
    for (const [key, value] of Object.entries(settings))
      this.mapping.push({from: undefined, to: this.shown(key, value), note})
  }

  /** Left out, with the reason. */
  drop(keys: readonly string[], note: string): void {
    for (const key of keys.filter(each => this.old[each] !== undefined)) {
      this.used.add(key)
      this.mapping.push({from: this.pair(key), to: undefined, note})
    }
  }

  /** Connect's own settings, which every connector has. */
  carry(isCarried: (key: string) => boolean): void {
    for (const [key, value] of Object.entries(this.old)) {
      if (this.used.has(key) || !isCarried(key)) continue
      this.used.add(key)
      this.config[key] ??= value
    }
  }

  finish(): Translation {
    const left = Object.keys(this.old).filter(key => !this.used.has(key) && key !== 'connector.class' && key !== 'name')
    this.drop(left, 'has no counterpart')
    return {config: this.config, mapping: this.mapping}
  }

  private pair(key: string): string {
    return this.shown(key, this.old[key] ?? '')
  }

  /** The account is printed; a password in it is not. */
  private shown(key: string, value: string): string {
    return `${key}=${this.hidden.setting(key, value)}`
  }
}

const CARRIED =
  /^(?:tasks\.max|topics|topics\.regex|(?:key|value|header)\.converter|transforms|predicates|errors|topic\.creation|(?:producer|consumer|admin)\.override|config\.action\.reload|exactly\.once\.support)(?:\.|$)/

export function isConnectsOwn(key: string): boolean {
  return CARRIED.test(key)
}
