import {expect, it} from 'vitest'
import {clientByHand} from './by-hand.js'

const target = {host: '127.0.0.1', port: 3306, user: 'root', password: 'canary', database: 'mydb'}
const place = '--host 127.0.0.1 --port 3306 --user root --password'

it("is MariaDB's own command, with no password in it", () => {
  expect(clientByHand('mariadb', target, ['--execute', 'SELECT $x'])).toBe(
    `mariadb ${place} --database mydb --execute 'SELECT $x'`,
  )
  expect(clientByHand('mariadb-dump', target, ['mydb', '> my dump.sql'])).toBe(
    `mariadb-dump ${place} mydb > 'my dump.sql'`,
  )
})
