import {MsaError} from '../errors.js'
import {jsonEntries} from './json-entries.js'
import type {Entry, Refuse} from './text-entry.js'

/** A connector as it is written in a file: what `name` is there, and the settings as Connect wants them, all texts. */
export interface ConnectorText {
  readonly name: string | undefined
  readonly config: Readonly<Record<string, string>>
}

/** JSON (with comments), YAML or .properties; `{name, config}` or the settings alone. The form is told by the content, not by the file's name. */
export async function parseConnector(text: string, from: string): Promise<ConnectorText> {
  const content = text.replace(/^\ufeff/, '')
  const refuse: Refuse = (problem, spot) => badConnector(spot ? `${from}:${spot.line}:${spot.column}` : from, problem)
  if (content.trim() === '') throw refuse('it is empty')
  return connectorOf(await entriesOf(content, from, refuse), refuse)
}

async function entriesOf(content: string, from: string, refuse: Refuse): Promise<readonly Entry[]> {
  if (looksLikeJson(content)) return jsonEntries(content, refuse)
  if (looksLikeProperties(content)) {
    const {parseProperties} = await import('../secrets/properties-file.js')
    const [properties = []] = parseProperties(content)
    return properties.map(({key, value, spot}) => ({key, value, spot}))
  }
  const {yamlEntries} = await import('./yaml-entries.js')
  return yamlEntries(content, from, refuse)
}

function connectorOf(entries: readonly Entry[], refuse: Refuse): ConnectorText {
  rejectDuplicates(entries, refuse)
  const nested = entries.find(({key}) => key === 'config')
  if (nested === undefined) {
    if (entries.length === 1 && entries[0]?.key === 'name') throw refuse('"config" is missing', entries[0].spot)
    return {name: entries.find(({key}) => key === 'name')?.value?.toString(), config: settings(entries, refuse)}
  }
  const stray = entries.find(({key}) => key !== 'name' && key !== 'config')
  if (stray) throw refuse(`"${stray.key}" stands beside "config": settings belong inside it`, stray.spot)
  if (!Array.isArray(nested.value) || nested.value.length === 0)
    throw refuse(`"config" must hold the connector's settings`, nested.spot)
  rejectDuplicates(nested.value, refuse)
  const config = settings(nested.value, refuse)
  return {name: nameOf(entries, config, refuse), config}
}

/** Connect answers 400 where the two differ; told before anything is sent. */
function nameOf(entries: readonly Entry[], config: ConnectorText['config'], refuse: Refuse): string | undefined {
  const entry = entries.find(({key}) => key === 'name')
  if (entry === undefined) return config.name
  if (typeof entry.value !== 'string') throw refuse('"name" must be a text', entry.spot)
  if (config.name !== undefined && config.name.trim() !== entry.value.trim())
    throw refuse(`it has two names: "${entry.value}" and, in its config, "${config.name}"`, entry.spot)
  return entry.value
}

function settings(entries: readonly Entry[], refuse: Refuse): Record<string, string> {
  const config: Record<string, string> = Object.create(null)
  for (const {key, value, spot} of entries) {
    if (typeof value === 'string') config[key] = value
    else
      throw refuse(`"${key}" must be a text or a number, not ${value === null ? 'null' : 'an object or a list'}`, spot)
  }
  return {...config}
}

function rejectDuplicates(entries: readonly Entry[], refuse: Refuse): void {
  const seen = new Set<string>()
  for (const {key, spot} of entries) {
    if (seen.has(key)) throw refuse(`"${key}" is there twice`, spot)
    seen.add(key)
  }
}

function looksLikeJson(content: string): boolean {
  return /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*[{[]/.test(content)
}

/** The first line that says something has `=` before any `:`. */
function looksLikeProperties(content: string): boolean {
  const line = content.split('\n').find(each => /^\s*[^#!\s]/.test(each)) ?? ''
  return /^\s*[^:=\s]+\s*=/.test(line)
}

function badConnector(where: string, problem: string): MsaError {
  return new MsaError('E_INPUT', `${where}: ${problem}`, {
    details: [
      'A connector is {"name": "…", "config": {"connector.class": "…", …}}, or the inner part alone; JSON, YAML or .properties',
    ],
    tryThis: ['See one: msa connector translate --help', 'msa connector add --help shows examples'],
  })
}
