import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {type FoundTool, findProgram, type MissingTool} from './find-program.js'
import type {ToolName} from './programs.js'
import {openVersionCache} from './version-cache.js'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'msa-find-'))
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

/** A program of that name which runs `script`, in a folder below the test's own. */
function program(path: string, script: string): string {
  const file = join(folder, path)
  mkdirSync(dirname(file), {recursive: true})
  writeFileSync(file, `#!/bin/sh\n${script}\n`)
  chmodSync(file, 0o755)
  return file
}

const javaOf = (version: string) => `echo 'openjdk version "${version}" 2025-04-15' >&2`

interface Look {
  readonly path?: string
  readonly env?: NodeJS.ProcessEnv
}

async function look(name: ToolName, {path, env = {}}: Look = {}): Promise<FoundTool | MissingTool> {
  const cache = await openVersionCache(join(folder, 'cache'))
  const found = await findProgram(name, {path, env, cache, signal: new AbortController().signal})
  await cache.save()
  return found
}

const bin = () => join(folder, 'bin')

describe('Java is taken', () => {
  it('from the lab file before MSA_JAVA_HOME, from that before JAVA_HOME, from that before PATH', async () => {
    const [lab, own, hint, path] = ['lab', 'own', 'hint', 'path'].map(place =>
      program(`${place}/bin/java`, javaOf('17.0.15')),
    )
    const env = {MSA_JAVA_HOME: join(folder, 'own'), JAVA_HOME: join(folder, 'hint'), PATH: join(folder, 'path/bin')}
    expect(await look('java', {path: lab ?? '', env})).toMatchObject({path: lab, version: '17.0.15'})
    expect(await look('java', {env})).toMatchObject({path: own})
    expect(await look('java', {env: {...env, MSA_JAVA_HOME: ''}})).toMatchObject({path: hint})
    expect(await look('java', {env: {PATH: env.PATH}})).toMatchObject({path})
  })

  it('from PATH when JAVA_HOME is nowhere, a file, a folder without it, or too old', async () => {
    const good = program('bin/java', javaOf('21'))
    program('old/bin/java', javaOf('1.8.0_392'))
    mkdirSync(join(folder, 'empty'))
    const file = join(folder, 'file')
    writeFileSync(file, '')
    for (const home of [join(folder, 'nowhere'), file, join(folder, 'empty'), join(folder, 'old')])
      expect(await look('java', {env: {PATH: bin(), JAVA_HOME: home}})).toMatchObject({path: good})
  })

  it('by its file as long as that is the same, without being asked again', async () => {
    const asked = join(folder, 'asked')
    program('bin/java', `echo asked >> ${asked}; ${javaOf('17.0.1')}`)
    const first = await look('java', {env: {PATH: bin()}})
    rmSync(asked)
    expect(await look('java', {env: {PATH: bin()}})).toEqual(first)
    expect(() => rmSync(asked)).toThrow('ENOENT')
    const other = program('bin/java', `: newer; ${javaOf('17.0.20')}`)
    expect(await look('java', {env: {PATH: bin()}})).toMatchObject({path: other, version: '17.0.20'})
  })
})

describe('F46: Java is refused, with what was found, what is needed and where it was looked for', () => {
  const named = (home: string) => look('java', {env: {MSA_JAVA_HOME: home}})

  it.each([
    ['Java 8', javaOf('1.8.0_392'), 'version 8.0_392, but 17 or newer is needed'],
    ['a program that prints garbage', "printf 'x\\033[31m\\n'", 'it says no version: x?[31m'],
    ['a program that fails', 'exit 3', 'it says no version: it ended with 3'],
  ])('%s', async (_what, script, problem) => {
    const path = program('jdk/bin/java', script)
    expect(await named(join(folder, 'jdk'))).toMatchObject({
      reason: `Java 17 or newer is needed; ${path} (MSA_JAVA_HOME): ${problem}`,
    })
  })

  it('a program that hangs, after 5 s and with all that it started', async () => {
    const path = program('jdk/bin/java', 'sleep 600 & echo $! > $0.pid; wait')
    const begin = performance.now()
    expect(await named(path)).toMatchObject({rejected: [{path, problem: 'it gave no version within 5 s'}]})
    expect(performance.now() - begin).toBeLessThan(8000)
  })

  it('a place that was named and has none, though PATH has one', async () => {
    program('bin/java', javaOf('17'))
    const nowhere = join(folder, 'nowhere')
    expect(await look('java', {env: {PATH: bin(), MSA_JAVA_HOME: nowhere}})).toMatchObject({
      rejected: [{path: nowhere, because: 'MSA_JAVA_HOME', problem: 'there is no such file'}],
      lookedIn: [],
    })
    const empty = join(folder, 'empty')
    mkdirSync(empty)
    expect(await look('java', {env: {PATH: bin()}, path: empty})).toMatchObject({
      rejected: [{path: join(empty, 'bin/java'), because: 'path in the lab file', problem: 'there is no such file'}],
    })
  })

  it('a file that may not be run', async () => {
    const path = program('jdk/bin/java', '')
    chmodSync(path, 0o644)
    expect(await named(path)).toMatchObject({rejected: [{path, problem: 'it is not executable'}]})
  })
})

describe('RabbitMQ', () => {
  const server = () => program('rabbitmq_server-3.10.8/sbin/rabbitmq-server', 'exit 1')

  it('has its version in its path, so that no virtual machine is booted to ask', async () => {
    program('bin/erl', '')
    expect(await look('rabbitmq-server', {path: server(), env: {PATH: bin()}})).toMatchObject({version: '3.10.8'})
  })

  it('is refused with an Erlang that is too old', async () => {
    const erl = program('bin/erl', '')
    mkdirSync(join(folder, 'releases'))
    writeFileSync(join(folder, 'releases/start_erl.data'), '10.7 22\n')
    expect(await look('rabbitmq-server', {path: server(), env: {PATH: bin()}})).toMatchObject({
      rejected: [{problem: `it needs Erlang 23 or newer, but ${erl} is 22`}],
    })
  })

  it("is never Debian's wrapper, which changes to the user of the system service", async () => {
    program('bin/erl', '')
    const wrapper = program('bin/rabbitmq-server', 'if true; then\n  exec su rabbitmq -s /bin/sh -c "$0"\nfi')
    expect(await look('rabbitmq-server', {path: wrapper, env: {PATH: bin()}})).toMatchObject({
      rejected: [{problem: 'it is a wrapper that changes to the user of the system service'}],
    })
  })
})

describe('MariaDB', () => {
  const mariadbd = () => program('sbin/mariadbd', 'echo "mariadbd  Ver 10.11.19-MariaDB-deb12 for debian-linux-gnu"')

  it("is refused when the server is MySQL's", async () => {
    const path = program('sbin/mysqld', 'echo "mysqld  Ver 8.0.36 for Linux on x86_64"')
    expect(await look('mariadbd', {path})).toMatchObject({
      rejected: [{problem: expect.stringContaining('it says no version: mysqld  Ver 8.0.36')}],
    })
  })

  it('needs its installer of data folders, which lies beside it in any of the usual layouts', async () => {
    const path = mariadbd()
    program('scripts/mariadb-install-db', '')
    expect(await look('mariadbd', {path})).toMatchObject({path, version: '10.11.19'})
  })
})
