import type {Connection, Database} from '../kit/database/database.js'
import type {Order, OrderStore} from './order-record.js'

/** The course's table. In Kafka mode the sink connector fills it. */
export const ordersTable = `create table if not exists orders(
  id int auto_increment primary key, user_id varchar(50) not null, product_id varchar(20) not null, order_id varchar(50) not null,
  qty int default 0, unit_price int default 0, total_price int default 0, created_at datetime default now())`

interface Row {
  readonly order_id: string
  readonly user_id: string
  readonly product_id: string
  readonly qty: number
  readonly unit_price: number
  readonly total_price: number
  readonly created_at?: Date | null
}

export type AlsoInTransaction = (connection: Connection, order: Order) => Promise<void>

/** The order and what must happen with it are one transaction. */
export function mariadbOrderStore(database: Database, also: AlsoInTransaction): OrderStore {
  return {
    async add(order) {
      const sql = `insert into orders(user_id, product_id, order_id, qty, unit_price, total_price) values (?, ?, ?, ?, ?, ?)`
      const {userId, productId, orderId, qty, unitPrice, totalPrice} = order
      await database.transaction(async connection => {
        await connection.execute(sql, [userId, productId, orderId, qty, unitPrice, totalPrice])
        await also(connection, order)
      })
    },
    ofUser: userId => ordersOfUser(database, userId),
  }
}

export async function ordersOfUser(database: Database, userId: string): Promise<Order[]> {
  // Every column that is there: a table made by a sink connector has neither id nor created_at.
  const rows = await database.query<Row>('select * from orders where user_id = ?', [userId])
  return rows.map(row => ({
    orderId: row.order_id,
    userId: row.user_id,
    productId: row.product_id,
    qty: Number(row.qty),
    unitPrice: Number(row.unit_price),
    totalPrice: Number(row.total_price),
    ...(row.created_at ? {createdAt: row.created_at.toISOString()} : {}),
  }))
}
