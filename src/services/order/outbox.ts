import type {Connection, Database} from '../kit/database/database.js'
import type {OutgoingMessage} from '../kit/messaging/messages.js'

export type Send = (messages: readonly OutgoingMessage[]) => Promise<void>

/** Messages that wait for the broker: taken out only after it has them. One may come twice, none is lost; readers know each order once. */
export interface Outbox {
  /** Sends what waits; false when nothing did. Rejects when it could not, and then keeps everything. */
  sendSome(send: Send): Promise<boolean>
}

const batchSize = 200

/** In the database, so that a message is there if and only if its order is. Several instances share it without waiting for each other. */
export const outboxTable = `create table if not exists order_outbox(
  id bigint auto_increment primary key, topic varchar(249) not null, message_key varchar(255), message longtext not null,
  headers text not null, created_at datetime default now())`

interface Row {
  readonly id: number
  readonly topic: string
  readonly message_key: string | null
  readonly message: string
  readonly headers: string
}

export async function putInOutbox(connection: Connection, message: OutgoingMessage): Promise<void> {
  const sql = 'insert into order_outbox(topic, message_key, message, headers) values (?, ?, ?, ?)'
  await connection.execute(sql, [message.topic, message.key, message.value, JSON.stringify(message.headers ?? {})])
}

export function databaseOutbox(database: Database): Outbox {
  return {
    sendSome: send =>
      database.transaction(async connection => {
        const sql = `select * from order_outbox order by id limit ${batchSize} for update skip locked`
        const rows = await connection.query<Row>(sql)
        if (rows.length === 0) return false
        await send(
          rows.map(row => ({
            topic: row.topic,
            key: row.message_key,
            value: row.message,
            headers: JSON.parse(row.headers),
          })),
        )
        const ids = rows.map(row => row.id)
        await connection.execute(`delete from order_outbox where id in (${ids.map(() => '?').join(',')})`, ids)
        return true
      }),
  }
}

export function memoryOutbox(): Outbox & {put(message: OutgoingMessage): void} {
  let waiting: OutgoingMessage[] = []
  return {
    put: message => void waiting.push(message),
    async sendSome(send) {
      const batch = waiting.slice(0, batchSize)
      if (batch.length === 0) return false
      await send(batch)
      waiting = waiting.slice(batch.length)
      return true
    },
  }
}
