import type {DatabaseTarget} from '../clients/mariadb.js'
import {secretOrDefault} from '../lab/lab-secrets.js'
import {parseBrokerList} from '../topics/broker-list.js'

/** What was asked for by flags. */
export interface WantedDatabase {
  readonly database: string
  /** `HOST:PORT`; without it the lab's own. */
  readonly at: string | undefined
  readonly user: string
}

export interface DatabaseLab {
  readonly labDir: string
  /** Where the lab's own answers: only asked for when no other one is named. */
  readonly address: () => Promise<{readonly host: string; readonly port: number}>
  readonly env: NodeJS.ProcessEnv
}

/** Which database every command means. The password is never an argument: it stands in MSA_DB_PASSWORD, or is the lab's. */
export async function databaseTarget({database, at, user}: WantedDatabase, lab: DatabaseLab): Promise<DatabaseTarget> {
  const [given] = at === undefined ? [] : parseBrokerList(at)
  const {host, port} = given ?? (await lab.address())
  const password = lab.env.MSA_DB_PASSWORD ?? (await secretOrDefault(lab.labDir, 'db-password'))
  return {host, port, user, password, database}
}
