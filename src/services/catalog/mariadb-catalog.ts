import type {Database} from '../kit/database/database.js'
import {type Catalog, firstProducts} from './product.js'

export const catalogTables: readonly string[] = [
  `create table if not exists catalog(
    id int auto_increment primary key, product_id varchar(120) not null unique, product_name varchar(255) not null,
    stock int not null, unit_price int not null, created_at datetime default now())`,
  // Which orders the stock has been lowered for.
  'create table if not exists catalog_orders(order_id varchar(100) primary key, created_at datetime default now())',
  ...firstProducts.map(
    ({productId, productName, stock, unitPrice}) =>
      `insert ignore into catalog(product_id, product_name, stock, unit_price) values ('${productId}', '${productName}', ${stock}, ${unitPrice})`,
  ),
]

interface Row {
  readonly product_id: string
  readonly product_name: string
  readonly stock: number
  readonly unit_price: number
}

/** The stock and the note that this order was taken change in one transaction: a crash leaves both or neither. */
export function mariadbCatalog(database: Database): Catalog {
  return {
    async all() {
      const rows = await database.query<Row>(
        'select product_id, product_name, stock, unit_price from catalog order by id',
      )
      return rows.map(row => ({
        productId: row.product_id,
        productName: row.product_name,
        stock: row.stock,
        unitPrice: row.unit_price,
      }))
    },
    take: ({id, productId, qty}) =>
      database.transaction(async connection => {
        const isNew = await connection.execute('insert ignore into catalog_orders(order_id) values (?)', [id])
        if (isNew === 0) return 'known already'
        const changed = await connection.execute('update catalog set stock = stock - ? where product_id = ?', [
          qty,
          productId,
        ])
        return changed === 0 ? 'no such product' : 'taken'
      }),
  }
}
