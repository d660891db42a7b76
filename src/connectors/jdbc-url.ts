export interface JdbcUrl {
  /** `mariadb`, `mysql`, `postgresql` … */
  readonly scheme: string
  readonly host: string
  readonly port: number
  readonly database: string | undefined
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = {mariadb: 3306, mysql: 3306, postgresql: 5432}

/** `jdbc:mariadb://localhost:3306/mydb?option=1`; undefined for what has no such form (SQLite, Oracle's TNS). */
export function parseJdbcUrl(url: string): JdbcUrl | undefined {
  const match = /^jdbc:([a-z][\w-]*):\/\/(?:[^/@]*@)?(\[[^\]]+\]|[^:/?,]+)(?::(\d{1,5}))?(?:\/([^?;]*))?/i.exec(url)
  if (!match) return undefined
  const [, scheme = '', host = '', port, database = ''] = match
  return {
    scheme: scheme.toLowerCase(),
    // MariaDB's clients take "localhost" for a Unix socket; Java does not.
    host: host === 'localhost' ? '127.0.0.1' : host.replace(/^\[|\]$/g, ''),
    port: port === undefined ? (DEFAULT_PORTS[scheme.toLowerCase()] ?? 0) : Number(port),
    database: database === '' ? undefined : database,
  }
}
