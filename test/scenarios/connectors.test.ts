import {describe, expect, it} from 'vitest'
import type {DoctorReport} from '../../src/connectors/doctor.js'
import {brokerLab} from './broker-lab.js'
import {type Config, connectorConfigs} from './connector-configs.js'
import {until} from './until.js'

const lab = brokerLab()
const url = () => `jdbc:mariadb://127.0.0.1:${lab.ports.mariadb}/mydb`
const PASSWORD = `\${db-password}`
const users =
  'CREATE TABLE users (id INT AUTO_INCREMENT PRIMARY KEY, user_id VARCHAR(20), pwd VARCHAR(20), name VARCHAR(20), created_at DATETIME DEFAULT NOW())'

const {sink, source} = connectorConfigs(lab)

interface MsaFailure {
  readonly error: {readonly message: string; readonly details: readonly string[]; readonly tryThis: readonly string[]}
}

async function record(topic: string, ...words: string[]) {
  await lab.ok('topic', 'create', topic, '--if-not-exists')
  if (words.length > 0) await lab.ok('topic', 'produce', topic, ...words)
}

async function add(name: string, config: Config) {
  lab.write(`${name}.json`, {name, config})
  const ended = await lab.run('connector', 'add', `${name}.json`, '--json', '--timeout', '60')
  return {...ended, failure: (ended.exitCode === 0 ? undefined : JSON.parse(ended.stdout)) as MsaFailure | undefined}
}

/** What stands behind `try:`, without the words before the command. */
function command(line: string): string {
  return line.replace(/^[^:]*: (?=msa )/, '')
}

async function count(table: string) {
  const {stdout} = await lab.run('db', 'query', `SELECT COUNT(*) FROM ${table}`, '--csv')
  return {rows: Number(stdout.split('\n')[1])}
}

async function becomesRunning(name: string) {
  await until(`${name} runs`, async () => {
    const {stdout} = await lab.run('connector', 'status', name, '--json')
    return stdout.includes('"state": "RUNNING"') && !stdout.includes('FAILED')
  })
}

describe('the two files of the course, as they stand', () => {
  it('carry an insert into the topic and into the table that the sink makes, with the record that Confluent makes', async () => {
    await lab.sql(users)
    const course = {
      'connection.url': url().replace('mariadb:', 'mysql:'),
      'connection.user': 'root',
      'connection.password': PASSWORD,
      'tasks.max': '1',
    }
    const jdbc = 'io.confluent.connect.jdbc.Jdbc'
    lab.write('my-source.json', {
      name: 'my-source',
      config: {
        'connector.class': `${jdbc}SourceConnector`,
        ...course,
        mode: 'incrementing',
        'incrementing.column.name': 'id',
        'table.whitelist': 'users',
        'topic.prefix': 'my_topic_',
      },
    })
    lab.write('my-sink.json', {
      name: 'my-sink',
      config: {
        'connector.class': `${jdbc}SinkConnector`,
        ...course,
        'auto.create': 'true',
        'auto.evolve': 'true',
        'delete.enabled': 'false',
        topics: 'my_topic_users',
      },
    })
    const missing = await lab.run('connector', 'add', 'my-source.json')
    expect(missing).toHaveEndedWith(4)
    expect(missing.stderr).toContain('msa connector add my-source.json --translate')
    await lab.ok('connector', 'add', 'my-source.json', 'my-sink.json', '--translate')
    await lab.sql(
      "INSERT INTO users (user_id, pwd, name, created_at) VALUES ('test1', 'pw', 'TEST ADMIN', '2026-11-24 00:11:31')",
    )
    const value = await lab.ok('topic', 'tail', 'my_topic_users', '--from', 'beginning', '-n', '1', '--raw', '--wait')
    expect(value).toBe(
      '{"schema":{"type":"struct","fields":[{"type":"int32","optional":false,"field":"id"},{"type":"string","optional":true,"field":"user_id"},{"type":"string","optional":true,"field":"pwd"},{"type":"string","optional":true,"field":"name"},{"type":"int64","optional":true,"name":"org.apache.kafka.connect.data.Timestamp","version":1,"field":"created_at"}],"optional":false,"name":"users"},"payload":{"id":1,"user_id":"test1","pwd":"pw","name":"TEST ADMIN","created_at":1795479091000}}\n',
    )
    const rows = () => lab.run('db', 'query', 'SELECT id, name, created_at FROM my_topic_users', '--csv')
    const written = await until('the sink has written', async () =>
      (await rows()).stdout.match(/1,TEST ADMIN,2026-11-24 00:11:31.*/),
    )
    expect(written).not.toBeNull()
    const keys = await lab.ok(
      'topic',
      'tail',
      'my_topic_users',
      '--from',
      'beginning',
      '--until',
      'end',
      '--template',
      '%K',
    )
    expect(keys).toBe('-1\n')
  })

  it('take a record that was made by hand, and a new column', async () => {
    await lab.ok(
      'topic',
      'produce',
      'my_topic_users',
      '{"id":50,"user_id":"test2","name":"BY HAND"}',
      '--schema',
      'users',
    )
    await lab.ok('topic', 'produce', 'my_topic_users', '{"id":77,"name":"EVOLVED","extra":5}', '--envelope')
    const seen = await until('the column is there', async () => {
      const {stdout} = await lab.run('db', 'query', 'SELECT name, extra FROM my_topic_users WHERE id = 77', '--csv')
      return stdout.includes('EVOLVED,5')
    })
    expect(seen).toBe(true)
  })

  it('are given records by the columns of a table of any database, and say which one does not answer', async () => {
    await lab.sql('CREATE DATABASE other; CREATE TABLE other.things (id INT PRIMARY KEY, size DOUBLE)')
    await record('things')
    await lab.ok('topic', 'produce', 'things', '{"id":1,"size":2}', '--schema', 'things', '--database', 'other')
    const value = await lab.ok('topic', 'tail', 'things', '--from', 'beginning', '--until', 'end', '--raw')
    expect(value).toContain('{"type":"double","optional":true,"field":"size"}')
    const produce = `msa topic produce things '{"id":1}' --schema users`
    const away = {exitCode: expect.any(Number), stderr: expect.stringContaining('no MariaDB answers at 127.0.0.1:1')}
    expect(await lab.type(`MSA_DB=127.0.0.1:1 ${produce}`)).toMatchObject(away)
    const wrong = await lab.type(`MSA_DB_PASSWORD=wrong-canary ${produce}`)
    expect(wrong.stderr).toMatch(/root/)
    expect(wrong).toMatchObject({exitCode: 1, stderr: expect.not.stringContaining('canary')})
    const flow = await lab.type('MSA_DB=127.0.0.1:1 msa check flow --row users --timeout 5')
    expect(flow).toHaveEndedWith(3)
    expect(flow.stdout).toContain('no MariaDB answers at 127.0.0.1:1')
  })

  it('P22: are sent once: what is unchanged is not sent again, what is changed is', async () => {
    const version = async () =>
      (await lab.json<{topic: string; records: number}[]>('topic', 'list', 'connect-configs'))[0]?.records
    const before = await version()
    expect(await lab.ok('connector', 'add', 'my-sink.json', '--translate')).toContain('my-sink: unchanged, RUNNING')
    expect(await version()).toBe(before)
    expect(await lab.ok('connector', 'config', 'my-sink', '--set', 'batch.size=100')).toContain('+ batch.size=100')
    expect(await lab.run('connector', 'diff', 'my-sink.json', '--translate')).toMatchObject({
      exitCode: 3,
      stdout: expect.stringContaining('batch.size'),
    })
  })
})

interface Failure {
  readonly name: string
  readonly before?: () => Promise<unknown>
  readonly config: () => Config
  readonly cause: RegExp
  /** After the fix was typed: does it run? Some fixes are for the database or the lab file. */
  readonly mended?: boolean
}

const bare =
  (topic: string, ...more: string[]) =>
  () =>
    record(topic, '{"id":1,"item":"x"}', ...more)
const enveloped = (topic: string, ...more: string[]) => bare(topic, '--envelope', ...more)

const failures: readonly Failure[] = [
  {name: 'bare-json', before: bare('f1'), config: () => sink('f1'), cause: /values in f1 are JSON without a schema/},
  {
    name: 'plain-text',
    before: () => record('f2', 'plain text'),
    config: () => sink('f2'),
    cause: /values in f2 are plain text/,
  },
  {
    name: 'text-key',
    before: enveloped('f3', '--key', 'user-1'),
    config: () => sink('f3', {'key.converter': 'org.apache.kafka.connect.json.JsonConverter'}),
    cause: /keys in f3 are plain text/,
  },
  {
    name: 'string-values',
    before: bare('f4'),
    config: () => sink('f4', {'value.converter': 'org.apache.kafka.connect.storage.StringConverter'}),
    cause: /StringConverter gives none/,
    mended: false,
  },
  {
    name: 'no-schema',
    before: bare('f5'),
    config: () =>
      sink('f5', {
        'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
        'value.converter.schemas.enable': 'false',
      }),
    cause: /needs records with a schema/,
    mended: false,
  },
  {
    name: 'null-key',
    before: enveloped('f6'),
    config: () => sink('f6', {'primary.key.mode': 'record_key', 'insert.mode': 'upsert'}),
    cause: /records in f6 have no key/,
  },
  {
    name: 'no-table',
    before: enveloped('f7'),
    config: () => sink('f7', {'schema.evolution': 'none'}),
    cause: /table f7 is not there/,
  },
  {
    name: 'other-columns',
    before: async () => {
      await lab.sql('CREATE TABLE f8 (id INT)')
      await enveloped('f8')()
    },
    config: () => sink('f8', {'schema.evolution': 'none'}),
    cause: /table f8 lacks columns/,
  },
  {
    name: 'must-have',
    before: async () => {
      await lab.sql('CREATE TABLE f9 (id INT, item TEXT, must VARCHAR(5) NOT NULL)')
      await enveloped('f9')()
    },
    config: () => sink('f9'),
    cause: /wants a value for must/,
  },
  {
    name: 'wrong-type',
    before: async () => {
      await lab.sql('CREATE TABLE f10 (id INT, item INT)')
      await enveloped('f10')()
    },
    config: () => sink('f10'),
    cause: /"x" does not fit into the column item of f10/,
  },
  {
    name: 'twice',
    before: async () => {
      await lab.sql('CREATE TABLE f11 (id INT PRIMARY KEY, item TEXT)')
      await enveloped('f11')()
      await enveloped('f11')()
    },
    config: () => sink('f11'),
    cause: /row 1 is in f11 already/,
  },
  {
    name: 'sink-password',
    before: enveloped('f12'),
    config: () => sink('f12', {'connection.password': 'wrong-canary'}),
    cause: /does not let root in/,
  },
  {
    name: 'source-password',
    config: () => source('p', {'database.password': 'wrong-canary'}),
    cause: /does not let root in/,
  },
  {
    name: 'no-database',
    before: enveloped('f13'),
    config: () => sink('f13', {'connection.url': url().replace('mydb', 'nodb')}),
    cause: /no database nodb/,
  },
  {
    name: 'closed-port',
    before: enveloped('f14'),
    config: () => sink('f14', {'connection.url': 'jdbc:mariadb://127.0.0.1:1/mydb'}),
    cause: /no database answers at 127\.0\.0\.1:1/,
  },
  {
    name: 'mysql-url',
    before: enveloped('f15'),
    config: () => sink('f15', {'connection.url': url().replace('mariadb:', 'mysql:')}),
    cause: /does not take jdbc:mysql/,
  },
  {
    name: 'no-source-table',
    config: () => source('t', {'table.include.list': 'mydb.seeen'}),
    cause: /there is no table mydb\.seeen; did you mean "seen"/,
  },
  {
    name: 'poor-user',
    before: () =>
      lab.sql(
        "CREATE USER IF NOT EXISTS poor@'127.0.0.1' IDENTIFIED BY 'p'; GRANT SELECT ON mydb.* TO poor@'127.0.0.1'",
      ),
    config: () => source('g', {'database.user': 'poor', 'database.password': 'p'}),
    cause: /poor lacks a privilege/,
  },
  {
    name: 'no-plugin',
    config: () => ({'connector.class': 'com.none.SuchConnector', topics: 'x'}),
    cause: /com\.none\.SuchConnector is not installed/,
    mended: false,
  },
  {
    name: 'no-transform',
    config: () => sink('f12', {transforms: 'x', 'transforms.x.type': 'org.none.Such'}),
    cause: /1 setting is refused/,
    mended: false,
  },
  {name: 'both-topics', config: () => sink('f12', {'topics.regex': 'a.*'}), cause: /refused/, mended: false},
  {name: 'odd-tasks', config: () => sink('f12', {'tasks.max': 'abc'}), cause: /refused/, mended: false},
  {
    name: 'no-field',
    before: enveloped('f20'),
    config: () =>
      sink('f20', {
        transforms: 'x',
        'transforms.x.type': 'org.apache.kafka.connect.transforms.ValueToKey',
        'transforms.x.fields': 'nope',
      }),
    cause: /wants the field nope/,
    mended: false,
  },
]

describe('what fails says why in one line, and the fix works when typed', () => {
  it('has a table to read', async () => {
    await lab.sql('CREATE TABLE seen (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(20))')
  })

  it.each(failures)('$name', async ({name, before, config, cause, mended = true}) => {
    await before?.()
    const {failure, exitCode, stdout, stderr} = await add(name, config())
    expect(exitCode).not.toBe(0)
    expect(failure?.error.message).toMatch(cause)
    expect(failure?.error.message).not.toContain('\n')
    expect(stdout + stderr).not.toContain('canary')
    const [fix = ''] = failure?.error.tryThis ?? []
    expect(fix).toMatch(/msa |--set/)
    if (!mended) return
    const typed = await lab.type(command(fix))
    expect(typed, fix).toHaveEndedWith(0)
    // A fix of the database is for a connector that was refused, or for one whose task is dead.
    const isThere = (await lab.run('connector', 'status', name)).exitCode === 0
    if (!isThere) await lab.ok('connector', 'add', `${name}.json`)
    else if (!fix.includes('connector')) await lab.ok('connector', 'restart', name)
    await becomesRunning(name)
  })

  it('a sink of a topic that is not there runs, and the doctor says what it waits for', async () => {
    await add('waiting', sink('not-there-yet', {'consumer.override.allow.auto.create.topics': 'false'}))
    const {stdout, exitCode} = await lab.run('connector', 'doctor', 'waiting', '--json')
    const report = JSON.parse(stdout) as DoctorReport
    expect(exitCode === 3 ? report.findings.map(({failure}) => failure) : ['topic-missing']).toEqual(['topic-missing'])
  })

  it('F56: status is the worst of connector and tasks; restart touches only what failed', async () => {
    await record('f30', 'not json')
    await add('dead', sink('f30'))
    const [dead] = await lab.json<{state: string; connector: string; cause: string}[]>('connector', 'status', 'dead')
    expect(dead).toMatchObject({
      state: 'FAILED',
      connector: 'RUNNING',
      cause: expect.stringContaining('Unrecognized token'),
    })
    expect(await lab.run('connector', 'status', 'dead', '--exit-code')).toHaveEndedWith(3)
    expect(await lab.run('connector', 'restart', 'dead')).toHaveEndedWith(1)
    expect(await lab.ok('connector', 'restart', 'my-sink')).toContain('my-sink: nothing failed, RUNNING')
  })
})

describe('the life of a connector', () => {
  it('is paused, resumed, stopped, read anew, and removed', async () => {
    expect(await lab.ok('connector', 'pause', 'my-source')).toContain('PAUSED')
    expect(await lab.ok('connector', 'resume', 'my-source')).toContain('RUNNING')
    expect(await lab.ok('connector', 'stop', 'my-source')).toContain('STOPPED')
    expect(await lab.ok('connector', 'resume', 'my-source')).toContain('RUNNING')
    const before = (
      await lab.ok('topic', 'tail', 'my_topic_users', '--from', 'beginning', '--until', 'end', '--raw')
    ).split('\n').length
    expect(await lab.ok('connector', 'offsets', 'reset', 'my-source', '--yes')).toContain('offsets reset')
    await until('the table is read again', async () => {
      const {stdout} = await lab.run(
        'topic',
        'tail',
        'my_topic_users',
        '--from',
        'beginning',
        '--until',
        'end',
        '--raw',
      )
      return stdout.split('\n').length > before
    })
    expect(await lab.ok('connector', 'remove', 'my-source', '--yes')).toContain('removed')
    expect((await lab.run('connector', 'remove', 'my-source', '--yes')).stderr).toContain(
      'there is no connector my-source',
    )
  })

  it('T14: shows no secret, by whatever command it is looked at', async () => {
    await lab.sql(
      "CREATE USER IF NOT EXISTS ann@'127.0.0.1' IDENTIFIED BY 'word-canary'; GRANT ALL ON *.* TO ann@'127.0.0.1'",
    )
    lab.write('secret.json', {
      name: 'secret',
      config: sink('f7', {'connection.username': 'ann', 'connection.password': `\${WORD}`}),
    })
    const shown = [
      await lab.run('connector', 'add', 'secret.json', '--var', 'WORD=word-canary', '--show'),
      await lab.run('connector', 'config', 'secret'),
      await lab.run('connector', 'describe', 'secret', '--json'),
      await lab.run('connector', 'diff', 'secret.json', '--var', 'WORD=other-canary'),
      await lab.run('connector', 'doctor', 'secret', '--trace'),
      await lab.run('connector', 'validate', 'secret.json', '--var', 'WORD=word-canary', '--json', '--show'),
      await lab.run('connector', 'apply', 'secret.json', '--var', 'WORD=word-canary', '--show', '--dry-run'),
      await lab.run('connector', 'config', 'secret', '--set', 'tasks.max=1', '--show', '--dry-run'),
    ]
    for (const {stdout, stderr} of shown) expect(stdout + stderr).not.toContain('canary')
    expect(shown[1]?.stdout).toContain('connection.password=******')
    expect(shown[0]?.stderr).toContain(`"connection.password":"\${WORD}"`)
    expect(shown.at(-1)?.stderr).toMatch(
      /^curl -X PUT .*"connection\.password":"\*{6}".*\/connectors\/secret\/config$/m,
    )
  })

  it('by intent', async () => {
    await lab.ok('connector', 'add', 'seen-source', '--source', 'mydb.seen', '--topic-prefix', 'it_')
    await lab.ok('connector', 'add', 'seen-sink', '--sink', 'mydb', '--topics', 'it_seen')
    await lab.sql("INSERT INTO seen (name) VALUES ('by intent')")
    await until('it arrives', async () =>
      (await lab.run('db', 'query', 'SELECT name FROM it_seen')).stdout.includes('by intent'),
    )
  })

  it('applies a folder: what is missing is made, what differs is sent, what is there besides is left alone', async () => {
    await record('applied')
    for (const name of ['applied-a', 'applied-b']) lab.write(`folder/${name}.json`, {name, config: sink('applied')})
    expect(await lab.ok('connector', 'apply', 'folder', '--dry-run')).toContain('applied-a: would create')
    expect((await lab.run('connector', 'diff', 'folder')).stdout).toContain('applied-a: not there yet')
    const first = await lab.ok('connector', 'apply', 'folder')
    expect(first).toContain('applied-a: created, RUNNING')
    expect(first).toContain('applied-b: created, RUNNING')
    lab.write('folder/applied-b.json', {name: 'applied-b', config: sink('applied', {'batch.size': '7'})})
    const second = await lab.ok('connector', 'apply', 'folder')
    expect(second).toContain('applied-a: unchanged, RUNNING')
    expect(second).toContain('applied-b: updated, RUNNING\n  + batch.size=7')
    expect(await lab.ok('connector', 'diff', 'folder')).toContain('applied-b: as it runs')
    await becomesRunning('my-sink')
    await lab.ok('connector', 'remove', 'applied-a', 'applied-b', '--yes')
  })

  it("translates one of Confluent's into a file that is ready to be added, its placeholders untouched", async () => {
    const shown = await lab.type('msa connector translate my-sink.json --name translated > translated.json')
    expect(shown).toMatchObject({exitCode: 0, stderr: expect.stringContaining('auto.create')})
    const translated = await lab.ok('connector', 'translate', 'my-sink.json', '--name', 'translated')
    expect(JSON.parse(translated)).toMatchObject({
      name: 'translated',
      config: {
        'connector.class': 'io.debezium.connector.jdbc.JdbcSinkConnector',
        'connection.password': PASSWORD,
        'schema.evolution': 'basic',
      },
    })
    const topics = ['--set', 'topics=applied']
    expect(await lab.ok('connector', 'add', 'translated.json', ...topics)).toContain('translated: created, RUNNING')
  })

  it('lists the plugins that the worker has', async () => {
    const plugins = await lab.json<{class: string; type: string}[]>('connector', 'plugins')
    expect(plugins.find(plugin => plugin.class.endsWith('MariaDbConnector'))).toMatchObject({type: 'source'})
    expect(plugins.find(plugin => plugin.class.endsWith('JdbcSinkConnector'))).toMatchObject({type: 'sink'})
    const all = await lab.json<{class: string}[]>('connector', 'plugins', '--all')
    expect(all.map(plugin => plugin.class)).toContain('org.apache.kafka.connect.transforms.RegexRouter')
  })

  it('sends rows that are inserted while a source starts once each', async () => {
    await lab.sql('CREATE TABLE busy (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(20))')
    // One statement a row, each its own transaction, for as long as the source needs to start.
    const inserts = `
      DELIMITER //
      CREATE PROCEDURE insert_rows() BEGIN
        DECLARE done DATETIME(3) DEFAULT NOW(3) + INTERVAL 4 SECOND;
        WHILE SYSDATE(3) < done DO INSERT INTO busy (name) VALUES ('row'); DO SLEEP(0.001); END WHILE;
      END //
      DELIMITER ;
      CALL insert_rows();`
    const inserting = lab.type(`msa db shell <<'SQL'\n${inserts}\nSQL`)
    await until('rows come in', async () => Number((await count('busy')).rows) > 20)
    await lab.ok('connector', 'add', 'busy-source', '--source', 'mydb.busy', '--topic-prefix', 'it_')
    expect(await inserting).toHaveEndedWith(0)
    const {rows} = await count('busy')
    const ids = async () => {
      const tail = [
        'topic',
        'tail',
        'it_busy',
        '--from',
        'beginning',
        '--until',
        'end',
        '--template',
        '{payload.id}\\n',
      ]
      return (await lab.run(...tail)).stdout.trim().split('\n').map(Number)
    }
    await until('the last row is there', async () => (await ids()).includes(rows), 30_000)
    expect((await ids()).toSorted((a, b) => a - b)).toEqual(Array.from({length: rows}, (_, index) => index + 1))
  })

  it('F55: survives a restart of the worker, and 409 is waited out', async () => {
    await lab.ok('restart', 'connect')
    expect(await lab.ok('connector', 'add', 'seen-sink', '--sink', 'mydb', '--topics', 'it_seen', '--wait')).toContain(
      'unchanged',
    )
    await becomesRunning('seen-source')
  })
})
