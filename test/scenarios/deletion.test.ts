import {existsSync, mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {openLab, server, type TestLab} from './lab.js'

function putData(lab: TestLab, ...names: readonly string[]): void {
  for (const name of names) {
    mkdirSync(join(lab.dir, 'data', name), {recursive: true})
    writeFileSync(join(lab.dir, 'data', name, 'kept'), 'x')
  }
}

function hasData(lab: TestLab, name: string): boolean {
  return existsSync(join(lab.dir, 'data', name, 'kept'))
}

describe('msa down --volumes', () => {
  const open = async () => {
    const lab = await openLab({web: await server(), db: await server(), api: await server([], {dependsOn: ['db']})})
    await lab.run('up')
    putData(lab, 'web', 'db', 'api')
    return lab
  }

  it('with a name stops that one and its dependents, and deletes the data of that one alone', async () => {
    const lab = await open()
    const down = await lab.run('down', 'db', '--volumes', '--yes', '--json')
    expect(down).toHaveEndedWith(0)
    expect(JSON.parse(down.stdout)).toMatchObject({deleted: [join(lab.dir, 'data', 'db')]})
    expect(await lab.states()).toEqual({web: 'ready', db: 'stopped', api: 'stopped'})
    expect(['web', 'db', 'api'].map(name => hasData(lab, name))).toEqual([true, false, true])
  })

  it('with --dry-run names what would be stopped and deleted, and touches nothing', async () => {
    const lab = await open()
    const {stdout} = await lab.run('down', 'db', '--volumes', '--dry-run', '--json')
    const {stopped, deleted} = JSON.parse(stdout) as {stopped: string[]; deleted: string[]}
    expect([stopped.sort(), deleted]).toEqual([['api', 'db'], [join(lab.dir, 'data', 'db')]])
    expect(await lab.states()).toEqual({web: 'ready', db: 'ready', api: 'ready'})
    expect(hasData(lab, 'db')).toBe(true)
  })

  it('deletes nothing where nobody can be asked and nobody said yes', async () => {
    const lab = await open()
    expect(await lab.run('down', '--volumes')).toMatchObject({exitCode: 2, stderr: expect.stringContaining('--yes')})
    expect(await lab.states()).toEqual({web: 'ready', db: 'ready', api: 'ready'})
    expect(hasData(lab, 'web')).toBe(true)
  })

  it('without a name stops all and deletes all data', async () => {
    const lab = await open()
    expect(await lab.run('down', '--volumes', '--yes')).toHaveEndedWith(0)
    expect(existsSync(join(lab.dir, 'data'))).toBe(false)
    expect(lab.processes()).toEqual([])
  })
})
