import {mkdirSync, readdirSync, statSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {expect, it} from 'vitest'
import {hashOf, openLab, server, type TestLab} from './lab.js'

/** Every file below the home of the lab with what is in it, but for the cache, where versions of programs are noted. */
function filesOf({folder}: TestLab): Record<string, string> {
  const home = dirname(folder)
  const names = readdirSync(home, {recursive: true, encoding: 'utf8'}).sort()
  const kept = names.filter(name => !/^(?:msa|cache|run)(?:\/|$)|(?:^|\/)\.msa\/(?:supervisor|logs)/.test(name))
  return Object.fromEntries(
    kept.map(name => {
      const path = join(home, name)
      return [name, statSync(path).isFile() ? hashOf(path) : 'folder']
    }),
  )
}

it.each([
  {argv: ['init', 'new', '--dry-run'], said: 'config-repo/application.yml'},
  {argv: ['trust', '--dry-run'], said: 'You would agree to:'},
  {argv: ['fetch', 'zipkin', '--dry-run'], said: 'be fetched'},
  {argv: ['key', 'generate', '--out', 'new.key', '--dry-run'], said: 'would be written to new.key'},
  {argv: ['export', 'compose', '--dry-run'], said: 'This would be written'},
  {argv: ['import', 'compose', 'shop.yml', '--output', 'two.yml', '--dry-run'], said: 'This would be written'},
  {argv: ['connector', 'install', 'plugin', '--dry-run'], said: 'plugin would be installed'},
  {argv: ['up', '--dry-run'], said: 'start web'},
  {argv: ['down', '--volumes', '--dry-run'], said: 'nothing was running'},
])('msa $argv says what it would do, and nothing is another one afterwards', async ({argv, said}) => {
  const lab = await openLab({web: await server()})
  writeFileSync(join(lab.folder, 'shop.yml'), 'services:\n  web:\n    image: nginx:1\n')
  mkdirSync(join(lab.folder, 'plugin'))
  writeFileSync(join(lab.folder, 'plugin', 'a.jar'), '')
  const before = filesOf(lab)
  const {exitCode, stdout} = await lab.run(...argv)
  expect({exitCode, stdout}).toMatchObject({exitCode: 0, stdout: expect.stringContaining(said)})
  expect(filesOf(lab)).toEqual(before)
  expect(lab.processes()).toEqual([])
})

it('start, stop, restart and down say which components it would be, and all run on as they were', async () => {
  const lab = await openLab({db: await server(), web: await server([], {dependsOn: ['db']})})
  await lab.run('up')
  const pids = async () => [await lab.pidOf('db'), await lab.pidOf('web')]
  const before = await pids()
  const said = async (...argv: string[]) => (await lab.run(...argv, '--dry-run')).stdout
  expect(await said('stop', 'db')).toBe('would be stopped: db, web\n')
  expect(await said('restart', 'db')).toBe('would be restarted: db\n')
  expect(await said('restart', 'db', '--with-dependents')).toBe('would be restarted: db, web\n')
  expect(await said('start', 'web')).toBe('nothing would be started\n')
  expect(await said('down')).toBe('would be stopped: db, web\n')
  expect(await pids()).toEqual(before)
})

it('what stop --show prints names the process that it then signals', async () => {
  const lab = await openLab({web: await server()})
  await lab.run('up')
  const pid = await lab.pidOf('web')
  const {stderr} = await lab.run('stop', 'web', '--show')
  expect(stderr).toContain(`kill -s TERM ${pid} # web`)
  expect(await lab.states()).toEqual({web: 'stopped'})
})

it('what start --show prints starts the very program, and shows no secret of its environment', async () => {
  const env = {API_TOKEN: 'canary', COLOUR: 'red'}
  const lab = await openLab({web: await server([], {env}), other: await server()})
  await lab.run('up')
  await lab.run('stop', 'web')
  const {stderr} = await lab.run('start', 'web', '--show')
  expect(stderr).toMatch(/env -i .*API_TOKEN='\*{6}' COLOUR=red .*server\.mjs/)
  expect(stderr).not.toContain('canary')
})
