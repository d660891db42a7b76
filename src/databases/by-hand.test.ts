import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, expect, it} from 'vitest'
import {type ClientCall, clientByHand} from './by-hand.js'
import {dumpCall, loadCsvCall, scriptCall, shellCall, statementCall} from './client-calls.js'
import {exportCall} from './export-tables.js'
import {importFile} from './import-file.js'
import {restoreSnapshot} from './snapshots.js'

const target = {host: '127.0.0.1', port: 3306, user: 'root', password: 'canary', database: 'mydb'}
const place = '--host 127.0.0.1 --port 3306 --user root --password'
const shown = (call: ClientCall) => clientByHand(call, target).replace(` ${place}`, '')

it("is MariaDB's own command, with no password in it", () => {
  expect(clientByHand(statementCall(target, 'SELECT $x'), target)).toBe(
    `mariadb ${place} --database mydb --execute 'SELECT $x'`,
  )
  expect(shown(shellCall(target))).toBe('mariadb --database mydb')
})

it('reads and writes the files that msa does, with its options', () => {
  expect(shown(scriptCall(target, 'my dump.sql', 'SET sql_log_bin=0'))).toBe(
    "mariadb --batch --database mydb '--init-command=SET sql_log_bin=0' < 'my dump.sql'",
  )
  expect(shown(dumpCall(['--databases', 'a', 'b'], 'x.sql'))).toBe(
    'mariadb-dump --single-transaction --routines --triggers --hex-blob --databases a b > x.sql',
  )
})

it('makes the folder of a snapshot first', () => {
  expect(shown({...dumpCall(['--databases', 'a'], '/s/x.sql'), folder: '/s'})).toMatch(
    /^mkdir -p -m 700 \/s && mariadb-dump .* > \/s\/x\.sql$/,
  )
})

it('exports tables as SQL, or one in columns', () => {
  expect(shown(exportCall(target, ['users'], {format: 'sql'}))).toMatch(/^mariadb-dump .* mydb users$/)
  expect(shown(exportCall(target, ['users'], {format: 'csv', output: 'u.csv'}))).toBe(
    "mariadb --database mydb --batch --execute 'SELECT * FROM `users`' > u.csv",
  )
})

it('loads CSV into the columns of its first line, whatever the file is called', () => {
  const call = loadCsvCall(target, {table: 'users', columns: ['id', 'name'], from: "o'b.csv"})
  expect(call.words).toEqual([
    '--database',
    'mydb',
    '--local-infile',
    '--execute',
    `LOAD DATA LOCAL INFILE 'o\\'b.csv' INTO TABLE \`users\` FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '"' IGNORE 1 LINES (\`id\`, \`name\`)`,
  ])
})

/** Nobody listens there: a dry run that asked the server would fail. */
const nobody = {...target, port: 1}
const folder = mkdtempSync(join(tmpdir(), 'msa-by-hand-'))
afterAll(() => rmSync(folder, {recursive: true}))

function care() {
  const calls: ClientCall[] = []
  const approve = () => Promise.reject(new Error('it must not ask'))
  return {calls, dryRun: true, approve, show: async (call: ClientCall) => void calls.push(call)}
}

it('a dry run of a restore finds the snapshot, and puts nothing back', async () => {
  writeFileSync(join(folder, 'before.sql'), '-- dump\n')
  const {calls, ...rest} = care()
  expect(await restoreSnapshot(nobody, folder, 'before', {}, rest)).toMatchObject({would: {action: 'restore'}})
  expect(calls).toEqual([scriptCall({database: undefined}, join(folder, 'before.sql'), 'SET sql_log_bin=0')])
  await expect(restoreSnapshot(nobody, folder, 'other', {}, care())).rejects.toThrow('there is no snapshot other')
})

it('a dry run of an import of SQL needs the file, and runs nothing of it', async () => {
  const path = join(folder, 'before.sql')
  expect(await importFile(nobody, path, {}, {}, care())).toEqual({script: path, dryRun: true})
  await expect(importFile(nobody, join(folder, 'none.sql'), {}, {}, care())).rejects.toThrow('there is no file')
})
