import type {ConnectorConfig} from '../clients/connect.js'
import {MsaError} from '../errors.js'
import {looksLikeSecret} from '../secrets/secret-scan.js'

export const MASK = '******'

/** What must not be read by anybody: keys by their name or by what the plugin says of them, and secrets wherever they stand. */
export class Hidden {
  private readonly keys = new Set<string>()
  private readonly values = new Set<string>()

  hideKey(key: string): void {
    this.keys.add(key)
  }

  hideValue(value: string): void {
    // A password of one letter would turn every text into stars.
    if (value.length >= SHORTEST) this.values.add(value)
  }

  hides(key: string): boolean {
    return this.keys.has(key) || looksLikeSecret(key) || /password|credential|sasl\.jaas/i.test(key)
  }

  /** One setting as it may be shown; whether it is set at all is no secret. */
  setting(key: string, value: string): string {
    if (value === '' || /^\$\{[^}]*\}$/.test(value)) return value
    return this.hides(key) ? MASK : this.text(value)
  }

  config(config: ConnectorConfig): ConnectorConfig {
    return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, this.setting(key, value)]))
  }

  /** A server's words, with what is secret taken out: also passwords in addresses, and values behind `password=`. */
  text(text: string): string {
    let shown = text
    for (const value of this.values) shown = shown.replaceAll(value, MASK)
    return shown
      .replaceAll(/(\b[a-z][\w+.-]*:\/\/[^\s:/@]+:)[^\s@/]+@/gi, `$1${MASK}@`)
      .replaceAll(/\b((?:password|passwd|pwd|secret|token)=)(?!\*|\$\{)[^\s&;,"')]+/gi, `$1${MASK}`)
  }

  error(error: unknown): unknown {
    if (!(error instanceof MsaError)) return error
    const [first = 'msa connector list', ...rest] = error.suggestions.map(line => this.text(line))
    const details = error.details.map(line => this.text(line))
    return new MsaError(error.code, this.text(error.message), {tryThis: [first, ...rest], details, cause: error.cause})
  }
}

const SHORTEST = 3

/** Everything in a connector's settings that its name says to be secret, as values to be hidden wherever they turn up. */
export function hiddenOf(config: ConnectorConfig): Hidden {
  const hidden = new Hidden()
  for (const [key, value] of Object.entries(config)) if (hidden.hides(key)) hidden.hideValue(value)
  return hidden
}
