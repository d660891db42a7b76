import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {openLab, server, type TestLab} from './lab.js'
import {until} from './until.js'

/** `said` are pieces of stderr, in any order. */
interface BadInput {
  readonly id: string
  readonly argv: readonly string[]
  readonly exit: number
  readonly said: readonly (string | RegExp)[]
}

const durations = ['abc', '-1', 'NaN', 'Infinity', '1e999', '0x10', '5 s', '']
const ports = ['0', '65536', '-1', '80.5', '٨٠', 'x']
const names = ['', ' ', '-', '../../etc', 'a/b', '.', '..', 'CON', 'x'.repeat(300), 'káfka', 'a\nb']

const table: readonly BadInput[] = [
  {id: 'B02', argv: ['upp'], exit: 127, said: ['upp', 'up']},
  {id: 'B03', argv: ['up', '--tiemout', '5'], exit: 2, said: ['--tiemout', '--timeout']},
  {id: 'B04', argv: ['up', '--timeout'], exit: 2, said: ['--timeout', 'expects a value']},
  ...durations.map(text => ({
    id: 'B05',
    argv: ['up', `--timeout=${text}`],
    exit: 2,
    said: ['is not a duration', '90s'],
  })),
  ...ports.map(text => ({id: 'B06', argv: ['up', `--port=webshop=${text}`], exit: 2, said: ['1 to 65535']})),
  {id: 'B06', argv: ['up', '--port', 'webshop'], exit: 2, said: ['COMPONENT=PORT']},
  {id: 'B06', argv: ['up', '--port', 'webshpo=1234'], exit: 2, said: ['did you mean "webshop"']},
  {id: 'B06', argv: ['up', '--port-offset', '70000'], exit: 2, said: ['--port-offset', '64000']},
  // Neither the first nor the last wins: it is refused.
  {id: 'B07', argv: ['up', '--timeout', '5', '--timeout', '6'], exit: 2, said: ['--timeout', 'only be specified once']},
  {id: 'B07', argv: ['logs', '-n', '5', '--tail=6'], exit: 2, said: ['--tail', 'only be specified once']},
  {id: 'B09', argv: ['up', 'webshpo'], exit: 2, said: ['did you mean "webshop"', 'this lab has: webshop']},
  {id: 'B10', argv: ['up', '--without', 'webshop'], exit: 2, said: ['nothing is left to start']},
  {id: 'B10', argv: ['up', '--without', 'webshpo'], exit: 2, said: ['did you mean "webshop"']},
  ...names.map(name => ({
    id: name.trim() === '' ? 'B11' : 'B12',
    argv: ['up', '--', name],
    exit: 2,
    said: ['component name', 'at most 64'],
  })),
  {id: 'B13', argv: ['logs', '-n', '-5'], exit: 2, said: ['is not a number of lines']},
  {id: 'B13', argv: ['logs', '-n', '1e9'], exit: 2, said: ['is not a number of lines']},
  {id: 'B19', argv: ['status', '--file', 'missing.yml'], exit: 2, said: ['missing.yml', 'msa init']},
  {id: 'B21', argv: ['down', '--volumes'], exit: 2, said: ['--yes']},
  // Before it the same word is a flag, as B04 has it.
  {id: 'B22', argv: ['up', '--', '--timeout'], exit: 2, said: ['"--timeout" is not a component name']},
  {id: 'B22', argv: ['up', '--', '--help'], exit: 2, said: ['"--help" is not a component name']},
  {id: 'B22', argv: ['run', 'nosuch', '--', '--version'], exit: 4, said: ['not running']},
  {id: 'B100', argv: ['logs', '--grep', '('], exit: 2, said: ['--grep']},
  {id: 'P28', argv: ['stop', 'webshop'], exit: 4, said: ['is not running', 'msa up']},
  {id: 'P28', argv: ['wait'], exit: 4, said: ['is not running', 'msa up']},
  {id: 'P28', argv: ['restart', 'webshop'], exit: 4, said: ['is not running', 'msa up']},
]

describe('bad input', () => {
  const at: {lab?: TestLab} = {}
  const lab = () => {
    if (at.lab === undefined) throw new Error('the lab is not open yet')
    return at.lab
  }
  beforeAll(async () => {
    at.lab = await openLab({webshop: await server()}, {keep: true})
    // Something to delete and to search, so that the question itself is what is refused.
    mkdirSync(join(at.lab.dir, 'logs'), {recursive: true, mode: 0o700})
    mkdirSync(join(at.lab.dir, 'data'), {mode: 0o700})
    writeFileSync(join(at.lab.dir, 'logs', 'webshop.log'), 'a line\n')
  })
  afterAll(() => at.lab?.close())

  it.each(table)(
    '$id: msa $argv ends with $exit, one plain block, and nothing is started',
    async ({argv, exit, said}) => {
      const {exitCode, stdout, stderr} = await lab().run(...argv)
      for (const words of said) expect(stderr).toMatch(words instanceof RegExp ? words : literally(words))
      expect({exitCode, stdout}).toEqual({exitCode: exit, stdout: ''})
      expectPlainBlock(stderr)
      expect(lab().processes()).toEqual([])
      expect(lab().supervisors()).toEqual([])
    },
  )

  // `run` has the output of its program, and no --json of its own.
  it.each(table.filter(({argv}) => argv[0] !== 'run').filter((_, index) => index % 6 === 0))(
    'P28: $id: msa $argv --json is one JSON document on stdout',
    async ({argv, exit}) => {
      const {exitCode, stdout} = await lab().run(argv[0] ?? '', '--json', ...argv.slice(1))
      expect(exitCode).toBe(exit)
      expect(JSON.parse(stdout)).toMatchObject({error: {code: expect.stringMatching(/^E_/), exitCode: exit}})
    },
  )

  it('B01: msa alone shows the few commands to begin with', async () => {
    const {exitCode, stdout} = await lab().run()
    expect(exitCode).toBe(0)
    expect(stdout).toContain('up')
  })

  it('B08: a name given twice counts once', async () => {
    const {exitCode, stdout} = await lab().run('up', 'webshop', 'webshop', '--dry-run')
    expect(exitCode).toBe(0)
    expect(stdout.match(/start webshop/g)).toHaveLength(1)
  })

  it('B16: a full disk behind stdout is told, exit code 1', async () => {
    const toFull = ['sh', '-c', 'exec "$@" > /dev/full', 'sh']
    const {exitCode, stderr} = await lab().runWith({wrapper: toFull}, 'status')
    expect({exitCode, stderr}).toEqual({exitCode: 1, stderr: 'msa: cannot write output: ENOSPC\n'})
  })

  it.each(['exec "$@" <&-', 'exec "$@" < /'])('B17: with stdin as in `%s` nothing hangs', async redirect => {
    const {exitCode} = await lab().runWith({wrapper: ['sh', '-c', redirect, 'sh']}, 'status')
    expect(exitCode).toBe(0)
  })

  it.each([{NO_COLOR: '1'}, {TERM: 'dumb'}, {COLUMNS: '0'}, {COLUMNS: 'abc'}])(
    'B18: with %o the output is plain',
    async more => {
      const {exitCode, stdout} = await lab().runWith({env: {...lab().env, ...more}}, 'status')
      expect(exitCode).toBe(0)
      expect(stdout).not.toContain('\u001b')
    },
  )

  it('B19: MSA_HOME that is relative is named with its value', async () => {
    const {exitCode, stderr} = await lab().runWith({env: {...lab().env, MSA_HOME: 'relative'}, cwd: '/'}, 'status')
    expect(exitCode).toBe(2)
    expect(stderr).toContain('MSA_HOME must be an absolute path, not "relative"')
  })

  it('B19: MSA_HOME that is a file is named as that', async () => {
    const file = join(lab().folder, 'file')
    writeFileSync(file, '')
    const {exitCode, stderr} = await lab().runWith({env: {...lab().env, MSA_HOME: file}, cwd: '/'}, 'up', '--offline')
    expect(exitCode).toBeGreaterThan(0)
    expect(stderr).toContain(file)
    expectPlainBlock(stderr)
  })
})

const files: readonly (readonly [id: string, text: string, ...said: string[]])[] = [
  ['B25', '', 'empty'],
  ['B26', 'version = 1\n[services]\n', 'msa.yml:1'],
  ['B28', 'version: 1\nservices:\n\tweb: 1\n', 'msa.yml:3:1', 'tab'],
  ['B29', 'version: 1\nservices: {web: [a\n', 'msa.yml:'],
  ['B30', 'version: 1\nversion: 1\n', 'msa.yml:2'],
  ['B31', '- a\n', 'msa.yml:1:1'],
  ['B32', 'version: 1\ncomponets: [kafka]\n', 'msa.yml:2:1', 'components'],
  ['B33', 'version: 1\ncomponents: {kafka: {port: abc}}\n', 'msa.yml:2', 'components.kafka.port'],
  ['B37', 'version: 1\nservices: {a: {command: [x], dependsOn: [b]}, b: {command: [x], dependsOn: [a]}}\n', 'a', 'b'],
  ['B38', 'version: 1\nname: *nowhere\n', 'msa.yml:2'],
  ['B43', 'version: 1\nname: !!js/function x\n', 'msa.yml:2'],
  ['B46', `version: 1\nname: \${NOT_SET_AT_ALL}\n`, 'NOT_SET_AT_ALL'],
  ['B48', 'version: 1\nservices: {a: {command: "echo hi && rm x"}}\n', 'list of arguments'],
  ['B54', 'version: 1\nservices: {a: {command: [x], restart: allways}}\n', 'always'],
  ['B58', 'version: 99\n', 'msa.yml:1', 'newest'],
]

describe('P18: a bad lab file', () => {
  it.each(files)('%s: %j ends with 2, names the place, and nothing is started', async (_, text, ...said) => {
    const lab = await openLab()
    writeFileSync(join(lab.folder, 'msa.yml'), text)
    const {exitCode, stdout, stderr} = await lab.run('up')
    for (const words of said) expect(stderr).toMatch(literally(words))
    expect({exitCode, stdout}).toEqual({exitCode: 2, stdout: ''})
    expectPlainBlock(stderr)
    expect(lab.supervisors()).toEqual([])
  })

  it('B57: of a file that changes while the lab boots the version that was read counts, and that is told', async () => {
    const lab = await openLab({web: await server(['--ready-after', 2000])})
    const up = lab.start('up')
    await until('it boots', () => lab.processes().length > 0)
    await lab.write({shop: await server()})
    const ended = await up.ended
    expect(ended).toHaveEndedWith(0)
    expect(ended.stderr).toContain('the lab file was changed meanwhile: msa up once more')
    expect(await lab.states()).toEqual({web: 'ready'})
    const again = await lab.run('up')
    expect(again.stderr).not.toContain('changed meanwhile')
    expect(await lab.states()).toEqual({shop: 'ready'})
  })

  it('B59: ten mistakes are told in one go, by line', async () => {
    const lab = await openLab()
    const lines = Array.from({length: 10}, (_, index) => `  s${index}: {command: [x], restart: wrong}`)
    writeFileSync(join(lab.folder, 'msa.yml'), `version: 1\nservices:\n${lines.join('\n')}\n`)
    const {exitCode, stderr} = await lab.run('up')
    expect(exitCode).toBe(2)
    const told = [...stderr.matchAll(/msa\.yml:(\d+):\d+/g)].map(([, line]) => Number(line))
    expect([...new Set(told)]).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  })

  it('a folder of the config server that is not there is told before anything starts', async () => {
    const lab = await openLab()
    writeFileSync(join(lab.folder, 'msa.yml'), 'version: 1\ncomponents: [config]\n')
    const {exitCode, stdout, stderr} = await lab.run('up')
    expect({exitCode, stdout}).toEqual({exitCode: 2, stdout: ''})
    expect(stderr).toContain(`the configuration repository ${join(lab.folder, 'config-repo')} is not there`)
    expectPlainBlock(stderr)
    expect(lab.supervisors()).toEqual([])
  })

  it('T30: programs of a file that nobody agreed to are refused', async () => {
    const lab = await openLab()
    writeFileSync(join(lab.folder, 'msa.yml'), 'version: 1\nservices: {a: {command: [touch, /tmp/owned]}}\n')
    const {exitCode, stderr} = await lab.run('up')
    expect(exitCode).toBe(2)
    expect(stderr).toContain('msa trust')
  })
})

function literally(words: string): RegExp {
  return new RegExp(words.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
}

/** One block: what failed, then what to do; no stack trace, no escape sequence, at most thirty lines. */
function expectPlainBlock(stderr: string): void {
  expect(stderr).toMatch(/^msa: /)
  expect(stderr).toContain('try: ')
  expect(stderr).not.toMatch(/\n\s+at \S+ \(|\u001b|unexpected failure/)
  expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(30)
}
