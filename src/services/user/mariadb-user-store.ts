import type {Database} from '../kit/database/database.js'
import type {UserStore} from './user-store.js'

/** The course's table, which Connect's source connector reads. */
export const usersTable = `create table if not exists users(
  id int auto_increment primary key, user_id varchar(20), pwd varchar(20), name varchar(20), created_at datetime default now())`

interface Row {
  readonly user_id: string | null
  readonly name: string | null
}

export function mariadbUserStore(database: Database): UserStore {
  const read = (row: Row) => ({userId: row.user_id ?? '', name: row.name ?? ''})
  return {
    async add({userId, name, passwordHash}) {
      const sql = 'insert into users(user_id, pwd, name) values (?, ?, ?)'
      await database.transaction(connection => connection.execute(sql, [userId, passwordHash, name]))
    },
    async find(userId) {
      const sql = 'select user_id, name from users where user_id = ? order by id limit 1'
      const [row] = await database.query<Row>(sql, [userId])
      return row && read(row)
    },
    async all() {
      const rows = await database.query<Row>('select user_id, name from users order by id')
      return rows.map(read)
    },
  }
}
