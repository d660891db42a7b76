import type {Properties} from '../config/properties.js'

export interface DatabaseSettings {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: string
  /** Where the password stands, when no config server gives one: a file is in nobody's environment. */
  readonly passwordFile: string | undefined
  readonly maxConnections: number
}

/** `spring.datasource.*`: a JDBC address, user, and the password as the config server decrypted it. */
export function databaseSettings(properties: Properties): DatabaseSettings {
  const url = properties.text('spring.datasource.url', 'jdbc:mariadb://127.0.0.1:3306/mydb')
  const match = /^jdbc:(?:mariadb|mysql):\/\/([^:/?]+)(?::(\d+))?\/([^?]+)/.exec(url)
  if (!match) throw new Error('spring.datasource.url must look like jdbc:mariadb://127.0.0.1:3306/mydb')
  // A password that the config server could not decrypt is a mistake to be seen, and no reason to take another one.
  const isSet = ['', 'invalid.'].some(prefix => properties.find(`${prefix}spring.datasource.password`) !== undefined)
  const [, host = '', port = '3306', database = ''] = match
  return {
    // The JDBC address says localhost where the driver would try ::1 first, and MariaDB listens on 127.0.0.1.
    host: host === 'localhost' ? '127.0.0.1' : host,
    port: Number(port),
    database,
    user: properties.text('spring.datasource.username', 'root'),
    password: properties.text('spring.datasource.password', ''),
    passwordFile: isSet ? undefined : properties.findAny('spring.datasource.password-file'),
    maxConnections: properties.number('spring.datasource.hikari.maximum-pool-size', 5),
  }
}
