export type Config = Record<string, string>

interface Ports {
  readonly mariadb: number
  readonly kafka: number
}

const password = `\${db-password}`

/** Configurations of Debezium's connectors for a lab's own servers, and what a test wants otherwise. */
export function connectorConfigs(lab: {readonly ports: Ports}) {
  const sink = (topics: string, more: Config = {}): Config => ({
    'connector.class': 'io.debezium.connector.jdbc.JdbcSinkConnector',
    topics,
    'connection.url': `jdbc:mariadb://127.0.0.1:${lab.ports.mariadb}/mydb`,
    'connection.username': 'root',
    'connection.password': password,
    'insert.mode': 'insert',
    'primary.key.mode': 'none',
    'schema.evolution': 'basic',
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    ...more,
  })
  const source = (name: string, more: Config = {}): Config => ({
    'connector.class': 'io.debezium.connector.mariadb.MariaDbConnector',
    'database.hostname': '127.0.0.1',
    'database.port': String(lab.ports.mariadb),
    'database.user': 'root',
    'database.password': password,
    'database.server.id': String(5_000 + name.length * 7 + (name.codePointAt(0) ?? 0)),
    'topic.prefix': `msa.${name}`,
    'table.include.list': 'mydb.seen',
    'snapshot.locking.mode': 'none',
    'database.ssl.mode': 'disable',
    'schema.history.internal.kafka.bootstrap.servers': `127.0.0.1:${lab.ports.kafka}`,
    'schema.history.internal.kafka.topic': `msa.history.${name}`,
    ...more,
  })
  return {sink, source}
}
