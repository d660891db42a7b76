import {schemaDocument} from '../../src/lab/schema-document.js'
import {catalogue} from '../../src/stacks/index.js'

interface Schema {
  readonly type?: string
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly anyOf?: readonly Schema[]
  readonly examples?: readonly unknown[]
}

/** The keys of the lab file as tables, from the same shapes that the parser reads by. */
export function labFileTables(): string {
  const lab = schemaDocument() as Schema
  const components = mappingIn(lab.properties?.components)
  const [anyComponent] = Object.values(components?.properties ?? {})
  const service = mappingIn(lab.properties?.services?.additionalProperties as Schema)
  return [
    ['The lab', lab],
    ['A component (`components.NAME`)', mappingIn(anyComponent)],
    ['A service of your own (`services.NAME`)', service],
    ['Its health (`services.NAME.health`)', mappingIn(service?.properties?.health)],
    ['A topic (`topics.NAME`)', mappingIn(mappingIn(lab.properties?.topics)?.additionalProperties as Schema)],
    ['The config server (`config`)', mappingIn(lab.properties?.config)],
  ]
    .flatMap(([title, schema]) => (isMapping(schema) ? [`### ${title}\n\n${tableOf(schema)}`] : []))
    .concat(`### The names of ports\n\n${portTable()}`)
    .join('\n\n')
}

function portTable(): string {
  const rows = catalogue.map(({name, ports}) => {
    const names = Object.entries(ports).map(([port, number]) => `\`${port}\` ${number === 0 ? 'auto' : number}`)
    return `| ${name} | ${names.join(', ')} |`
  })
  return ['| component | its ports; the first is the main one |', '| --- | --- |', ...rows].join('\n')
}

function tableOf({properties = {}}: Schema): string {
  const rows = Object.entries(properties).map(
    ([key, schema]) => `| \`${key}\` | ${meaningOf(schema).replaceAll('|', '\\|')} |`,
  )
  return ['| key | meaning |', '| --- | --- |', ...rows].join('\n')
}

function meaningOf({description = '', examples}: Schema): string {
  const general = description.replace(/^(Its main port) \(.*\)$|^(Its ports by name): .*$/, '$1$2')
  return examples === undefined ? general : `${general} (\`${examples.join('`, `')}\`)`
}

/** The long form among several; the short ones are explained in words. */
function mappingIn(schema: Schema | undefined): Schema | undefined {
  const forms = [schema, ...(schema?.anyOf ?? [])]
  return forms.find(form => form?.type === 'object')
}

function isMapping(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && 'properties' in value
}
