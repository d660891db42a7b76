import {parseDocuments, profileConditions, type SourceDocument} from './documents.js'
import {isAnyActive} from './profile-expression.js'
import type {ConfigFolder} from './repository.js'
import type {Wanted} from './request.js'

export interface PropertySource {
  readonly name: string
  readonly values: SourceDocument
}

/** In the order in which Spring Boot prefers them. */
const extensions = ['properties', 'yml', 'yaml'] as const

/** All sources for an application, most important first. */
export async function propertySources(folders: readonly ConfigFolder[], wanted: Wanted): Promise<PropertySource[]> {
  const files = fileNames(wanted).flatMap(base => folders.flatMap(folder => candidates(folder, base)))
  const sources = await Promise.all(files.map(({folder, file}) => sourcesOf(folder, file, wanted.profiles)))
  return sources.flat()
}

/** Profiles from the last to the first, then what holds for all of them; the application's own before everybody's. */
export function fileNames({names, profiles}: Pick<Wanted, 'names' | 'profiles'>): string[] {
  const bases = [...new Set([...names].reverse()), 'application'].filter(
    (name, index, all) => name !== 'application' || index === all.length - 1,
  )
  const specific = [...profiles].reverse().flatMap(profile => bases.map(base => `${base}-${profile}`))
  return [...new Set([...specific, ...bases])]
}

function candidates(folder: ConfigFolder, base: string) {
  return extensions
    .map(extension => `${base}.${extension}`)
    .filter(file => folder.files.has(file))
    .map(file => ({folder, file}))
}

async function sourcesOf(folder: ConfigFolder, file: string, profiles: readonly string[]): Promise<PropertySource[]> {
  const text = await folder.read([file])
  if (text === undefined) return []
  const documents = parseDocuments(text, file)
  return documents
    .map((values, index) => ({
      name: documents.length === 1 ? folder.sourceName(file) : folder.documentName(file, index),
      values,
    }))
    .filter(({values}) => values.size > 0 && isForProfiles(values, profiles))
    .reverse()
}

function isForProfiles(values: SourceDocument, profiles: readonly string[]): boolean {
  const conditions = profileConditions(values)
  return conditions === undefined || isAnyActive(conditions, profiles)
}
