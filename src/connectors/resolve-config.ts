import type {ConnectorConfig} from '../clients/connect.js'
import {fillPlaceholders, type PlaceholderSources} from './fill-placeholders.js'
import {Hidden} from './hidden-config.js'

export interface SecretSources extends PlaceholderSources {
  /** Behind `{cipher}`: only asked for when there is one. */
  readonly decrypt: (ciphertext: string) => Promise<string>
}

export interface Resolved {
  /** With every secret in it: for the worker, and for nobody else. */
  readonly config: ConnectorConfig
  readonly hidden: Hidden
}

/** The last step before the worker is asked. What comes from a secret is hidden from here on, whatever its key is called. */
export async function resolveConfig(
  config: ConnectorConfig,
  sources: SecretSources,
  isLiteral: (key: string) => boolean = () => false,
): Promise<Resolved> {
  const hidden = new Hidden()
  const resolved: Record<string, string> = {}
  for (const [key, written] of Object.entries(config)) {
    const asWritten = {text: written, secrets: []}
    const {text, secrets} = isLiteral(key) ? asWritten : await fillPlaceholders(key, written, sources)
    const isCipher = text.startsWith(CIPHER) && !isLiteral(key)
    const value = isCipher ? await sources.decrypt(text.slice(CIPHER.length)) : text
    resolved[key] = value
    for (const secret of secrets) hidden.hideValue(secret)
    if (isCipher || secrets.includes(value)) hidden.hideKey(key)
    if (hidden.hides(key)) hidden.hideValue(value)
  }
  return {config: resolved, hidden}
}

const CIPHER = '{cipher}'
