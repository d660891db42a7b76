import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {expect, it} from 'vitest'
import {allPids, commandLineOf} from '../../src/platform/processes.js'
import {brokerLab} from './broker-lab.js'
import {until} from './until.js'

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

it('exports a table as CSV and as JSON, and takes both back, each value as it was', async () => {
  await lab.sql(
    "CREATE TABLE odd (id INT PRIMARY KEY, text VARCHAR(80), price DECIMAL(10,2), at DATETIME, none INT); INSERT INTO odd VALUES (1, 'a,\"b\"\\nc', 1.10, '2026-11-24 00:11:31', NULL), (2, 'é 漢', -0.05, NULL, 7)",
  )
  const rows = () => lab.json('db', 'query', 'SELECT * FROM odd ORDER BY id')
  const before = await rows()
  for (const format of ['csv', 'json']) {
    expect(await lab.ok('db', 'export', 'odd', '--format', format, '--output', `odd.${format}`)).toBe('')
    expect(await lab.ok('db', 'export', 'odd', '--format', format)).toBe(
      readFileSync(join(lab.folder, `odd.${format}`), 'utf8'),
    )
    await lab.sql('DELETE FROM odd')
    expect(await lab.ok('db', 'import', `odd.${format}`)).toBe('odd: 2 rows added\n')
    expect(await rows(), format).toEqual(before)
  }
  expect(await lab.run('db', 'export', '--format', 'csv')).toHaveEndedWith(2)
})

it('imports JSON: a list, or an object a line; a wrong line keeps all rows out', async () => {
  await lab.sql('CREATE TABLE guests (id INT PRIMARY KEY, name VARCHAR(20))')
  lab.write('guests.ndjson', '{"id": 1, "name": "ann"}\n{"id": 2, "name": null}\n')
  expect(await lab.ok('db', 'import', 'guests.ndjson')).toBe('guests: 2 rows added\n')
  lab.write('more.json', [{id: 3, name: 'cleo'}, {id: 4}])
  expect(await lab.ok('db', 'import', 'more.json', '--table', 'guests')).toBe('guests: 2 rows added\n')
  lab.write('bad.ndjson', '{"id": 5, "name": "eve"}\n{"id": 6, "nam": "x"}\n')
  const bad = await lab.run('db', 'import', 'bad.ndjson', '--table', 'guests')
  expect(bad.exitCode).toBeGreaterThan(0)
  expect(bad.stderr).toContain('bad.ndjson:2')
  expect(bad.stderr).toContain('"name"')
  expect(await lab.json('db', 'query', 'SELECT * FROM guests ORDER BY id')).toEqual([
    {id: 1, name: 'ann'},
    {id: 2, name: null},
    {id: 3, name: 'cleo'},
    {id: 4, name: null},
  ])
})

it('puts back what a snapshot has, and asks before it does', async () => {
  await lab.ok('db', 'snapshot', 'before')
  await lab.sql('DROP TABLE users')
  expect(await lab.run('db', 'restore', 'before')).toHaveEndedWith(2)
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
  const lines = () =>
    allPids()
      .map(pid => commandLineOf(pid))
      .filter(line => /db shell|^mariadb /.test(line))
  const seen = await until('the shell runs', () => {
    const found = lines()
    return found.some(line => line.startsWith('mariadb --defaults-extra-file=')) && found
  })
  shell.child.stdin?.end('SELECT 40 + 2;\n')
  expect((await shell.ended).stdout).toContain('42')
  expect(seen.filter(line => line.includes('1234'))).toEqual([])
})

it('T16: a shell that is killed leaves its password in memory at most, and the next one removes that', async () => {
  const optionsFile = () =>
    allPids()
      .map(pid => /^mariadb --defaults-extra-file=(\S+)/.exec(commandLineOf(pid))?.[1])
      .find(path => path !== undefined)
  const shell = lab.start('db', 'shell')
  const left = await until('the shell runs', optionsFile)
  shell.child.kill('SIGKILL')
  await shell.ended
  expect(existsSync(left)).toBe(true)
  const next = lab.start('db', 'shell')
  next.child.stdin?.end('SELECT 40 + 2;\n')
  expect((await next.ended).stdout).toContain('42')
  expect(existsSync(left)).toBe(false)
})
