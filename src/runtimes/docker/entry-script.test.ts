import {spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import type {ClassArchive, Workload} from '../../stacks/component.js'
import {classArchiveScript, entryOf} from './entry-script.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'msa-entry-'))
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

/** Runs what a container would run, by this machine's `sh`. */
function run([command = '', ...args]: readonly string[]) {
  const {status, stdout, stderr} = spawnSync(command, args, {encoding: 'utf8', timeout: 10_000, cwd: folder})
  return {status, stdout, stderr}
}

/** Prints each of its arguments on a line. */
const printer = {command: 'printf', args: ['%s\\n']} as const

function making(creates: string, command: readonly [string, ...string[]], env = {}): Workload {
  return {...printer, args: [...printer.args, 'started'], prepare: [{creates, because: 'a test', command, env}]}
}

describe('the entry of a container', () => {
  it('is the program itself where there is nothing to do before', () => {
    expect(entryOf({command: 'java', args: ['-version']}, 'r')).toEqual(['java', '-version'])
  })

  it.each(["it's", 'two words', '$HOME', '`id`', '"', '', '\\', 'a\nb', '*'])(
    'hands on arguments as they stand: %j',
    word => {
      const made = join(folder, 'made')
      const workload = {...making(made, ['mkdir', '{}']), args: ['[%s]', word]}
      expect(run(entryOf(workload, 'r'))).toMatchObject({status: 0, stdout: `[${word}]`})
    },
  )

  it('becomes the program, so that signals reach it', () => {
    const workload = {...making(join(folder, 'made'), ['mkdir', '{}']), command: 'sh', args: ['-c', 'kill -TERM $$']}
    const [command = '', ...args] = entryOf(workload, 'r')
    expect(spawnSync(command, args, {timeout: 10_000}).signal).toBe('SIGTERM')
  })
})

describe('what is made once', () => {
  it('is made before the program starts, under another name, and then renamed', () => {
    const made = join(folder, "a folder's", 'made')
    const workload = making(made, ['sh', '-c', 'echo "$1" >"$1"', 'sh', '{}'])
    expect(run(entryOf(workload, 'run-1'))).toMatchObject({status: 0, stdout: 'started\n'})
    expect(readFileSync(made, 'utf8')).toBe(`${made}.run-1.tmp\n`)
    expect(readdirSync(join(folder, "a folder's"))).toEqual(['made'])
  })

  it('is not made again', () => {
    const made = join(folder, 'made')
    const entry = entryOf(making(made, ['sh', '-c', 'echo x >>"$1.times"; touch "$1"', 'sh', '{}']), 'r')
    expect([run(entry).status, run(entry).status]).toEqual([0, 0])
    expect(readFileSync(`${made}.r.tmp.times`, 'utf8')).toBe('x\n')
  })

  it('never counts when it is half made, and the program does not start', () => {
    const made = join(folder, 'made')
    const {status, stdout} = run(entryOf(making(made, ['sh', '-c', 'echo half >"$1"; exit 7', 'sh', '{}']), 'r'))
    expect({isOk: status === 0, stdout, isThere: existsSync(made)}).toEqual({isOk: false, stdout: '', isThere: false})
  })

  it('is left as it is where another lab made it in the meantime', () => {
    const made = join(folder, 'made')
    const command = ['sh', '-c', 'mkdir "$1" && mkdir "$2" && touch "$2/theirs"', 'sh', '{}', made] as const
    expect(run(entryOf(making(made, command), 'r'))).toMatchObject({status: 0, stdout: 'started\n'})
    expect([readdirSync(folder), readdirSync(made)]).toEqual([['made'], ['theirs']])
  })

  it('begins anew where an earlier attempt of the same run was cut off', () => {
    const made = join(folder, 'made')
    mkdirSync(`${made}.r.tmp`)
    writeFileSync(join(`${made}.r.tmp`, 'half'), '')
    expect(run(entryOf(making(made, ['mkdir', '{}']), 'r')).status).toBe(0)
    expect(readdirSync(made)).toEqual([])
  })

  it('has the environment of its step', () => {
    const made = join(folder, 'made')
    const command = ['sh', '-c', 'printf %s "$WORD" >"$1"', 'sh', '{}'] as const
    run(entryOf(making(made, command, {WORD: "it's $HOME"}), 'r'))
    expect(readFileSync(made, 'utf8')).toBe("it's $HOME")
  })
})

describe('the class archive of a JVM', () => {
  const archive = (): ClassArchive => ({
    ...{java: join(folder, 'java'), classPath: '/libs/a b.jar', classList: join(folder, 'classes')},
    archive: join(folder, 'cache', 'kafka.jsa'),
  })
  const workload = (): Workload => ({...printer, args: ['Main'], classArchive: archive()})
  const stand = (script: string) => writeFileSync(archive().java, `#!/bin/sh\n${script}\n`, {mode: 0o755})

  it('is used where it is there, else the classes are noted for it', () => {
    stand('printf "%s\\n" "$@"')
    const entry = entryOf({...workload(), command: archive().java}, 'r')
    expect(run(entry).stdout).toBe(`-XX:DumpLoadedClassList=${archive().classList}\nMain\n`)
    mkdirSync(join(folder, 'cache'))
    writeFileSync(archive().archive, '')
    const lines = run(entry).stdout.trim().split('\n')
    expect(lines).toContain(`-XX:SharedArchiveFile=${archive().archive}`)
    expect(lines.at(-1)).toBe('Main')
  })

  it('is made under another name, and not a second time', () => {
    stand(
      'for word; do case $word in -XX:SharedArchiveFile=*) echo made >"$(expr "$word" : "[^=]*=\\(.*\\)")";; esac; done',
    )
    expect(run(classArchiveScript(archive(), 'run-1')).status).toBe(0)
    expect(readdirSync(join(folder, 'cache'))).toEqual(['kafka.jsa'])
    expect(run(classArchiveScript(archive(), 'run-2')).status).toBe(3)
  })

  it('does not exist when making it failed', () => {
    stand('exit 1')
    expect(run(classArchiveScript(archive(), 'run-1')).status).not.toBe(0)
    expect(existsSync(archive().archive)).toBe(false)
  })
})
