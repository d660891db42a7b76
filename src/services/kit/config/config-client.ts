import {createAgent, httpCall} from '../http/call.js'
import type {PropertySource, PropertyValue} from './properties.js'

export interface ConfigClientOptions {
  readonly uri: string
  readonly name: string
  readonly profiles: readonly string[]
  readonly label: string | undefined
  readonly timeoutMs: number
}

const v2 = 'application/vnd.spring-cloud.config-server.v2+json'

/** Asks a config server as Spring's own client does: `/{app}/default`, then `/{app}/{profiles}`. */
export async function fetchPropertySources(
  options: ConfigClientOptions,
  signal?: AbortSignal,
): Promise<PropertySource[]> {
  const own = options.profiles.join(',')
  const wanted = own === 'default' ? ['default'] : ['default', own]
  const agent = createAgent(1)
  try {
    let sources: PropertySource[] = []
    for (const profiles of wanted) {
      const path = [
        options.name,
        profiles,
        ...(options.label === undefined ? [] : [options.label.replace(/\//g, '(_)')]),
      ]
      const answer = await httpCall(`${options.uri}/${path.map(encodeURIComponent).join('/')}`, {
        headers: {accept: v2, 'accept-charset': 'utf-8'},
        timeoutMs: options.timeoutMs,
        agent,
        ...(signal === undefined ? {} : {signal}),
      })
      if (answer.status !== 200) throw new Error(`config server answered ${answer.status} for ${path.join('/')}`)
      // The sources of the last request include those of the first; asking both is what the real client does.
      sources = parseEnvironment(answer.text)
    }
    return sources
  } finally {
    agent.destroy()
  }
}

/** Takes plain values and the v2 form, in which every value is wrapped as `{value, origin}`. */
export function parseEnvironment(text: string): PropertySource[] {
  const document: unknown = JSON.parse(text)
  if (!isRecord(document) || !Array.isArray(document.propertySources)) {
    throw new Error('config server answered something that has no propertySources')
  }
  return document.propertySources.filter(isRecord).map(source => ({
    name: String(source.name),
    values: plainValues(isRecord(source.source) ? source.source : {}),
  }))
}

function plainValues(source: Record<string, unknown>): Record<string, PropertyValue> {
  // No prototype: a key named `__proto__` is data like any other.
  const values: Record<string, PropertyValue> = Object.create(null)
  for (const [key, wrapped] of Object.entries(source)) {
    const value = isRecord(wrapped) && 'value' in wrapped ? wrapped.value : wrapped
    values[key] = typeof value === 'number' || typeof value === 'boolean' ? value : String(value ?? '')
  }
  return values
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
