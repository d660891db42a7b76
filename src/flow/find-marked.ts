import type {Cluster} from '../clients/kafka-wire/cluster.js'
import {type DatabaseTarget, sqlErrorNumber, withDatabase} from '../clients/mariadb.js'
import {sqlName} from '../databases/place.js'
import {lastRecords} from '../topics/last-records.js'

const LOOKED_AT = 200

/** `orders[0]@12`; undefined while no record among the last ones bears the mark. */
export async function findRecord(
  askCluster: () => Promise<Cluster>,
  topic: string,
  mark: string,
): Promise<string | undefined> {
  const cluster = await askCluster()
  try {
    const records = await lastRecords(cluster, topic, LOOKED_AT)
    const found = records?.find(({value, key}) => value?.includes(mark) || key?.includes(mark))
    return found && `${topic}[${found.partition}]@${found.offset}`
  } finally {
    cluster.close()
  }
}

const NO_SUCH_TABLE = 1146

/** `orders: the row`; undefined while it isn't there, or the sink has not made its table yet. */
export async function findRow(
  database: DatabaseTarget,
  table: string,
  column: string,
  mark: string,
): Promise<string | undefined> {
  const place = table.split('.').map(sqlName).join('.')
  const sql = `SELECT 1 AS seen FROM ${place} WHERE ${sqlName(column)} = ?`
  const rows = await withDatabase(database, opened => opened.rows(sql, [mark])).catch(error => {
    if (sqlErrorNumber(error) === NO_SUCH_TABLE) return []
    throw error
  })
  return rows.length === 0 ? undefined : `${table}: ${rows.length === 1 ? 'the row' : `${rows.length} rows`}`
}
