import {createHash} from 'node:crypto'
import {dirname, join} from 'node:path'
import {defineComponent, type PrepareStep, restartOnFailure, type Workload, type WorkloadContext} from './component.js'
import {assignments} from './properties.js'

const health = {kind: 'mariadb', port: 'sql', user: 'msa_health', passwordFile: 'password'} as const

export const mariadb = defineComponent({
  name: 'mariadb',
  stack: 'database',
  summary: 'MariaDB: database mydb, with a binlog that Debezium can follow',
  ports: {sql: 3306},
  dependsOn: [],
  needs: [{program: 'mariadbd'}],
  workload: mariadbWorkload,
  image: {
    reference: 'mariadb:11.4.5',
    digest: 'sha256:49117dcc565cf51aa57ac5fca59ab31213402ff0eae6ffc13c46a37b938f7e4b',
    programs: {mariadbd: 'mariadbd'},
  },
  probes: {readiness: health, liveness: {...health, timeoutMs: 5000}},
  restart: restartOnFailure,
  stopSignal: 'SIGTERM',
  stopGraceMs: 20_000,
  memoryMiB: 70,
  urls: [{label: 'MariaDB', port: 'sql', scheme: 'mysql', path: '/mydb', user: 'root', secret: 'db-password'}],
  labShortcuts: [
    'MariaDB syncs its redo log to disk once a second, not at each commit (innodb_flush_log_at_trx_commit=2)',
  ],
})

const redoLogSize = '16M'

function mariadbWorkload(context: WorkloadContext): Workload {
  const {dataDir, configDir, isRoot} = context
  const config = (name: string) => join(configDir, name)
  const data = (name: string) => join(dataDir, name)
  const password = context.secret('db-password')
  return {
    command: context.program('mariadbd'),
    args: [
      `--defaults-file=${config('my.cnf')}`,
      // Its folder is the owner's alone; a user "mysql" could not enter it.
      ...(isRoot ? ['--user=root'] : []),
      `--datadir=${data('data')}`,
      `--tmpdir=${data('tmp')}`,
      `--pid-file=${data('mariadbd.pid')}`,
      `--init-file=${config('init.sql')}`,
    ],
    directories: [data('tmp')],
    files: [
      {path: config('my.cnf'), content: `[mariadbd]\n${options(context)}`},
      {path: config('init.sql'), content: initSql(password, context.listen), isSecret: true},
      {path: config('password'), content: password, isSecret: true},
    ],
    prepare: dataFolder(context),
  }
}

function options({port, listen, settings, durability}: WorkloadContext): string {
  return assignments(
    {
      'bind-address': listen,
      port: port('sql'),
      // Its path may be longer than a socket's may be, and everybody uses the port.
      socket: '',
      'skip-name-resolve': 'ON',
      'character-set-server': 'utf8mb4',
      'server-id': 1,
      'log-bin': 'mysql-bin',
      'binlog-format': 'ROW',
      'binlog-row-image': 'FULL',
      ...smallServer,
      ...(durability === 'lab' ? {'innodb-flush-log-at-trx-commit': 2} : {}),
    },
    withDashes(settings),
  )
}

const smallServer = {
  'innodb-buffer-pool-size': '16M',
  'innodb-log-file-size': redoLogSize,
  'innodb-buffer-pool-load-at-startup': 'OFF',
  'innodb-buffer-pool-dump-at-shutdown': 'OFF',
  'performance-schema': 'OFF',
  'aria-pagecache-buffer-size': '8M',
  'key-buffer-size': '1M',
}

/** MariaDB takes both spellings; with one of them a setting of the lab file takes the place of ours. */
function withDashes(settings: WorkloadContext['settings']): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name.replaceAll('_', '-'), value]))
}

/** Done at each start, before anybody can connect. Passwords, which are what the lab says, are not told to followers of the binlog. */
function initSql(password: string, listen: WorkloadContext['listen']): string {
  const secret = sqlText(password)
  // In a container nobody comes from its own loopback.
  const anywhere = listen === '0.0.0.0' ? ['%'] : []
  const root = ['localhost', '127.0.0.1', '::1', ...anywhere].map(
    host => `GRANT ALL PRIVILEGES ON *.* TO 'root'@'${host}' IDENTIFIED BY ${secret} WITH GRANT OPTION;`,
  )
  return [
    // The first word in the binlog: Debezium's source cannot begin where nothing has been written yet.
    'CREATE DATABASE IF NOT EXISTS mydb CHARACTER SET utf8mb4;',
    'SET sql_log_bin = 0;',
    ...root,
    // Of no rights: who changes root's password by hand need not fear that msa takes the server for dead.
    ...['127.0.0.1', ...anywhere].map(
      host => `GRANT USAGE ON *.* TO '${health.user}'@'${host}' IDENTIFIED BY ${secret};`,
    ),
    '',
  ].join('\n')
}

/** An init file has one statement a line. */
function sqlText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`
}

/** A new data folder is a copy (0.03 s) of one that this build of MariaDB made once (1 s). */
function dataFolder({build, cacheDir, dataDir, isRoot, program}: WorkloadContext): PrepareStep[] {
  const server = program('mariadbd')
  const key = createHash('sha256').update(build('mariadbd')).digest('hex').slice(0, 16)
  const template = join(cacheDir, 'mariadb-data', key)
  return [
    {
      creates: template,
      because: 'an empty data folder is made once for all labs',
      command: [
        'mariadb-install-db',
        '--no-defaults',
        ...(isRoot ? ['--user=root'] : []),
        '--datadir={}',
        '--skip-test-db',
        '--auth-root-authentication-method=normal',
        `--innodb-log-file-size=${redoLogSize}`,
      ],
      env: {PATH: installerPath(dirname(server))},
    },
    {
      creates: join(dataDir, 'data'),
      because: 'the database needs a data folder',
      command: ['cp', '-Rp', template, '{}'],
    },
  ]
}

/** The installer lies in the server's own folder, or beside it, by Debian's, Homebrew's and MariaDB's own layout. */
function installerPath(serverFolder: string): string {
  const beside = dirname(serverFolder)
  return [serverFolder, `${beside}/bin`, `${beside}/scripts`, '/usr/bin', '/bin', '/usr/sbin', '/sbin'].join(':')
}
