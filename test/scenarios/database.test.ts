import {existsSync, readdirSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {expect, it} from 'vitest'
import {commandLineOf, findMarked} from '../../src/platform/processes.js'
import {brokerLab} from './broker-lab.js'

const lab = brokerLab(['mariadb'])

it('queries as a table, JSON and CSV, from an argument and from a pipe', async () => {
  await lab.sql(
    "CREATE TABLE users (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(50), price DECIMAL(10,2)); INSERT INTO users (name, price) VALUES ('ann', 1.10), ('=cmd()', NULL)",
  )
  expect(await lab.json('db', 'query', 'SELECT * FROM users')).toEqual([
    {id: 1, name: 'ann', price: 1.1},
    {id: 2, name: '=cmd()', price: null},
  ])
  expect((await lab.runWith('SELECT name FROM users;', 'db', 'query', '--csv')).stdout).toBe(
    'name\r\nann\r\n=cmd()\r\n',
  )
  expect(await lab.run('db', 'query', 'SELEC 1')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('MariaDB refused'),
  })
  expect(await lab.ok('db', 'tables')).toContain('users')
})

it('imports all rows of a file or none', async () => {
  lab.write('users.csv', 'name,price\nbob,2\ncleo,\n')
  expect(await lab.ok('db', 'import', 'users.csv')).toBe('users: 2 rows added\n')
  lab.write('bad.csv', 'name,price\ndan,3\neve,many\n')
  expect((await lab.run('db', 'import', 'bad.csv', '--table', 'users')).stderr).toContain('bad.csv:3:')
  expect(await lab.json('db', 'query', 'SELECT COUNT(*) AS n FROM users')).toEqual([{n: 4}])
})

it('puts back what a snapshot has, and asks before it does', async () => {
  await lab.ok('db', 'snapshot', 'before')
  await lab.sql('DROP TABLE users')
  expect(await lab.run('db', 'restore', 'before')).toMatchObject({exitCode: 2})
  await lab.ok('db', 'restore', 'before', '--yes')
  expect(await lab.json('db', 'query', 'SELECT COUNT(*) AS n FROM users')).toEqual([{n: 4}])
  const folder = join(lab.folder, '.msa', 'snapshots')
  expect(readdirSync(folder)).toEqual(['before.sql'])
  expect(statSync(join(folder, 'before.sql')).mode & 0o077).toBe(0)
  await lab.ok('db', 'export', '--output', 'all.sql')
  await lab.ok('db', 'import', 'all.sql')
  expect(existsSync(join(lab.folder, 'all.sql'))).toBe(true)
})

it('T12: the password is in no argument, also of the shell', async () => {
  const shell = lab.start('db', 'shell')
  shell.child.stdin?.write('SELECT SLEEP(1);\n')
  const lines: string[] = []
  while (shell.child.exitCode === null && lines.length < 200) {
    const own = shell.child.pid
    lines.push(
      ...[own, ...findMarked('DB_CANARY', 'canary').map(({pid}) => pid)].flatMap(pid =>
        pid === undefined ? [] : [commandLineOf(pid)],
      ),
    )
    if (lines.some(line => line.startsWith('mariadb '))) shell.child.stdin?.end()
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  await shell.ended
  expect(lines.some(line => line.startsWith('mariadb --defaults-extra-file='))).toBe(true)
  expect(lines.filter(line => line.includes('1234'))).toEqual([])
})
