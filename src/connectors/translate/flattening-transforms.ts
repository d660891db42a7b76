import type {ConnectorConfig} from '../../clients/connect.js'

/** Types of a table's columns, by table; undefined where the database could not be asked. */
export type ColumnTypes = ReadonlyMap<string, readonly {readonly name: string; readonly type: string}[]>

export interface Flattening {
  readonly id: string
  readonly database: string
  readonly prefix: string
  readonly tables: readonly string[]
  readonly columns: ColumnTypes | undefined
}

const KAFKAS = 'org.apache.kafka.connect.transforms'
/** A field that is null in every record: the key is made of it, and so there is none. */
const NOTHING = '__source_query'

/** The transforms that make of a change event the record that a JDBC source writes: the row alone, no key, the schema named after its table. */
export function flatteningTransforms(flattening: Flattening): {
  readonly config: ConnectorConfig
  readonly notes: readonly string[]
} {
  const {id, database, prefix, tables} = flattening
  const steps: Step[] = [
    {
      name: 'row',
      type: 'io.debezium.transforms.ExtractNewRecordState',
      with: {'delete.tombstone.handling.mode': 'drop', 'add.fields': 'source.query', 'add.fields.prefix': '__'},
    },
    {name: 'key', type: `${KAFKAS}.ValueToKey`, with: {fields: NOTHING}},
    {name: 'nokey', type: `${KAFKAS}.ExtractField$Key`, with: {field: NOTHING}},
    {name: 'value', type: `${KAFKAS}.ReplaceField$Value`, with: {exclude: NOTHING}},
    {
      name: 'topic',
      type: `${KAFKAS}.RegexRouter`,
      with: {regex: `msa\\.${id}\\.${database}\\.(.*)`, replacement: `${prefix}$1`},
    },
    ...tables.flatMap(table => tableSteps(table, flattening)),
  ]
  const predicates = tables.length > 1 ? tablePredicates(flattening) : {}
  const config = Object.assign(
    {transforms: steps.map(({name}) => name).join(',')},
    ...steps.map(settingsOf),
    predicates,
  )
  return {config, notes: notesOn(flattening)}
}

interface Step {
  readonly name: string
  readonly type: string
  readonly with: Readonly<Record<string, string>>
}

function settingsOf({name, type, with: settings}: Step): Record<string, string> {
  const entries = Object.entries(settings).map(([key, value]) => [`transforms.${name}.${key}`, value])
  return {[`transforms.${name}.type`]: type, ...Object.fromEntries(entries)}
}

function tableSteps(table: string, {tables, columns}: Flattening): Step[] {
  const only = tables.length > 1 ? {predicate: `is-${table}`} : {}
  const types = columns?.get(table) ?? []
  const bytes = types.filter(({type}) => /^tinyint\b/.test(type)).map(({name}) => `${name}:int8`)
  return [
    ...types
      .filter(({type}) => isTime(type))
      .map(
        ({name}): Step => ({
          name: `time-${table}-${name}`,
          type: `${KAFKAS}.TimestampConverter$Value`,
          with: {
            field: name,
            'target.type': 'Timestamp',
            format: "yyyy-MM-dd'T'HH:mm:ssX",
            'replace.null.with.default': 'false',
            ...only,
          },
        }),
      ),
    ...(bytes.length === 0
      ? []
      : [
          {
            name: `bytes-${table}`,
            type: `${KAFKAS}.Cast$Value`,
            with: {spec: bytes.join(','), 'replace.null.with.default': 'false', ...only},
          },
        ]),
    {name: `schema-${table}`, type: `${KAFKAS}.SetSchemaMetadata$Value`, with: {'schema.name': table, ...only}},
  ]
}

/** DATETIME comes as a Connect Timestamp already, but with the column's default in its schema, which the converter leaves out; TIMESTAMP comes as a text. */
function isTime(type: string): boolean {
  return /^datetime\b/.test(type) || /^timestamp(?:\(0\))?(?!\()/.test(type)
}

function tablePredicates({tables, prefix}: Flattening): Record<string, string> {
  const entries = tables.flatMap(table => [
    [`predicates.is-${table}.type`, `${KAFKAS}.predicates.TopicNameMatches`],
    [`predicates.is-${table}.pattern`, `${prefix}${table}`.replaceAll(/[.\\+*?()[\]{}^$|]/g, '\\$&')],
  ])
  return {predicates: tables.map(table => `is-${table}`).join(','), ...Object.fromEntries(entries)}
}

function notesOn({tables, columns}: Flattening): string[] {
  if (tables.length === 0) return ['without table.whitelist the schemas keep the names that Debezium gives them']
  if (columns === undefined) return ['the database could not be asked for its columns: TIMESTAMP columns come as text']
  const kept = [...columns].flatMap(([table, types]) =>
    types
      .filter(({type}) => /^timestamp\([1-6]\)|^enum|^set|^json|^year/.test(type))
      .map(({name, type}) => `${table}.${name} (${type})`),
  )
  return kept.length === 0 ? [] : [`come with a type of Debezium's own: ${kept.join(', ')}`]
}
