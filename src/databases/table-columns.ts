import type {DatabaseTarget} from '../clients/mariadb.js'
import {describeTables} from './tables.js'

/** `users`, or `otherdb.users`: its columns, and which of them the database fills in itself. */
export async function tableColumns(target: DatabaseTarget, name: string) {
  const [database, table] = name.includes('.') ? name.split('.', 2) : [target.database, name]
  const [description] = await describeTables({...target, database}, [table ?? name])
  return (description?.columns ?? []).map(column => ({
    name: column.name,
    type: column.type,
    nullable: column.nullable,
    hasDefault: column.default !== undefined || column.extra.includes('auto_increment'),
  }))
}
