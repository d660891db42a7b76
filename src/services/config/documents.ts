import {parseProperties} from '../../secrets/properties-file.js'
import type {SpringValue} from '../../secrets/spring-value.js'
import {yamlEntries} from '../../secrets/yaml-entries.js'
import {parseYamlFile} from '../../secrets/yaml-file.js'

export interface SourceValue {
  readonly value: SpringValue
  /** `line:column` of the value in its file. */
  readonly origin: string
}

/** The flat keys of one document in the order of the file. */
export type SourceDocument = ReadonlyMap<string, SourceValue>

/** A file as Spring's loaders read it; throws with name, line and column when it is none. */
export function parseDocuments(text: string, name: string): readonly SourceDocument[] {
  return name.endsWith('.properties') ? propertiesDocuments(text) : yamlDocuments(text, name)
}

const onProfileKey = 'spring.config.activate.on-profile'

/** Conditions of a document; undefined when it has none and is always active. */
export function profileConditions(document: SourceDocument): readonly string[] | undefined {
  const conditions = [...document]
    .filter(([key]) => key === onProfileKey || key.startsWith(`${onProfileKey}[`))
    .map(([, {value}]) => String(value))
  return conditions.length === 0 ? undefined : conditions
}

function propertiesDocuments(text: string): SourceDocument[] {
  return parseProperties(text).map(
    properties =>
      new Map(properties.map(({key, value, spot}) => [key, {value, origin: `${spot.line}:${spot.column}`}])),
  )
}

function yamlDocuments(text: string, name: string): SourceDocument[] {
  const file = parseYamlFile(text, name)
  return file.documents.map(document => {
    const values = new Map<string, SourceValue>()
    for (const {key, value, spot} of yamlEntries(file, document)) {
      if (value !== undefined) values.set(key, {value, origin: `${spot.line}:${spot.column}`})
    }
    return values
  })
}
