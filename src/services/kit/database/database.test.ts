import {expect, it} from 'vitest'
import {catalog} from '../../catalog/catalog.js'
import {order} from '../../order/order.js'
import {user} from '../../user/user.js'
import {ask, closedPort, serve} from '../loopback.fixture.js'

const newUser = {name: 'Kim', pwd: '12345678'}
const newOrder = {productId: 'CATALOG-001', qty: 1, unitPrice: 1500}

it.each([
  {service: user, method: 'GET', path: '/users', body: undefined},
  {service: user, method: 'GET', path: '/users/kim', body: undefined},
  {service: user, method: 'POST', path: '/users', body: newUser},
  {service: order, method: 'GET', path: '/kim/orders', body: undefined},
  {service: order, method: 'POST', path: '/kim/orders', body: newOrder},
  {service: catalog, method: 'GET', path: '/catalogs', body: undefined},
])(
  'without its database $service.name answers $method $path with 503, why, and when to come again',
  async ({service, method, path, body}) => {
    const {port} = await serve(service, {SPRING_DATASOURCE_URL: `jdbc:mariadb://127.0.0.1:${await closedPort()}/mydb`})
    const sent = body && {body: JSON.stringify(body), headers: {'content-type': 'application/json'}}
    const answer = await ask(port, method, path, sent)
    expect(answer).toMatchObject({status: 503, headers: {'retry-after': '1'}})
    expect(JSON.parse(answer.text).message).toMatch(/^MariaDB at 127\.0\.0\.1:\d+ does not let us in/)
  },
)
