/** Where a connector comes from that isn't there, and what does the same meanwhile. */
interface KnownPlugin {
  readonly pattern: RegExp
  readonly fix: readonly [string, ...string[]]
}

const KNOWN: readonly KnownPlugin[] = [
  {
    pattern: /^io\.confluent\.connect\.jdbc\.Jdbc(?:Source|Sink)Connector$/,
    fix: [
      "Let Debezium's connectors, which are installed, do the same: msa connector add FILE --translate",
      "Or install Confluent's: msa connector install confluentinc/kafka-connect-jdbc:10.7.6",
    ],
  },
  {
    pattern: /^io\.debezium\.connector\.jdbc\.JdbcSinkConnector$/,
    fix: ['msa connector install io.debezium:debezium-connector-jdbc:3.3.0.Final'],
  },
  {
    pattern: /^io\.debezium\.connector\.(?:mariadb|mysql|postgresql|mongodb|sqlserver|oracle)\.\w+Connector$/,
    fix: ['msa connector install io.debezium:debezium-connector-NAME:3.3.0.Final'],
  },
]

export function isKnownPlugin(className: string): boolean {
  return KNOWN.some(({pattern}) => pattern.test(className))
}

export function installHint(className: string, from = 'FILE'): [string, ...string[]] {
  const known = KNOWN.find(({pattern}) => pattern.test(className))
  if (known === undefined) return ['Install it from a zip, a folder or Maven: msa connector install PATH']
  const [, database = ''] = /^io\.debezium\.connector\.(\w+)\./.exec(className) ?? []
  const artefact = database === 'postgresql' ? 'postgres' : database
  const fill = (line: string) => line.replace('NAME', artefact).replace('FILE', from)
  const [first, ...rest] = known.fix
  return [fill(first), ...rest]
}
