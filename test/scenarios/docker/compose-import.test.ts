import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {freePorts} from '../../../src/platform/ports.js'
import {type TestEngine, useEngine} from '../../fixtures/engine/engine.js'
import {type ComposeLab, composeLab} from './compose-lab.js'

/** Answers with what it was told, and counts its starts in its volume. */
const program = `
process.on('SIGTERM', () => process.exit(0))
const fs = require('fs'), http = require('http')
const file = '/data/starts', starts = (fs.existsSync(file) ? Number(fs.readFileSync(file)) : 0) + 1
fs.writeFileSync(file, String(starts))
http.createServer((request, response) => {
  if (request.url !== '/neighbour') return response.end(JSON.stringify({greeting: process.env.GREETING, starts}))
  http.get('http://store:8080/', answer => answer.pipe(response)).on('error', error => response.end(String(error)))
}).listen(8080)`

describe('a Compose file of two images that is taken over', () => {
  let engine: TestEngine
  let lab: ComposeLab
  let ports: readonly number[]

  beforeAll(async () => {
    engine = await useEngine()
    ports = await freePorts(2)
    lab = composeLab(engine)
    const service = (port: number | undefined, more: object) => ({
      image: engine.image,
      entrypoint: ['node', '-e'],
      command: [program.replaceAll('$', '$$')],
      ports: [`\${FIRST:-${port}}:8080`],
      healthcheck: {test: 'curl -f http://localhost:8080/ || exit 1', interval: '1s'},
      ...more,
    })
    const services = {
      web: service(ports[0], {
        ...{environment: ['GREETING=hello', 'API_TOKEN=hush'], volumes: ['webdata:/data'], restart: 'always'},
        depends_on: {store: {condition: 'service_healthy'}},
      }),
      store: {...service(ports[1], {environment: {GREETING: 'stored'}, volumes: ['/data']}), mem_limit: '128m'},
    }
    writeFileSync(
      join(lab.folder, 'docker-compose.yml'),
      JSON.stringify({version: '3.8', services, volumes: {webdata: {}}}),
    )
  })

  afterAll(async () => {
    await lab?.msa('down', '--volumes', '--yes', '--force')
    await lab?.close()
  })

  it('says what becomes of it, and no secret', async () => {
    const imported = await lab.msa('import', 'compose', 'docker-compose.yml')
    expect(imported).toHaveEndedWith(0)
    expect(imported.stdout).toContain('web: an image of your own')
    expect(imported.stdout).toContain('web.API_TOKEN')
    expect(imported.stdout + imported.stderr).not.toContain('hush')
  })

  it('overwrites no lab file', async () => {
    expect(await lab.msa('import', 'compose', 'docker-compose.yml')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('is there already; nothing was written'),
    })
  })

  it('boots by msa up: both answer on their ports, and reach each other by name', async () => {
    expect(await lab.msa('trust')).toHaveEndedWith(0)
    expect(await lab.msa('up', '--timeout', '60')).toHaveEndedWith(0)
    expect(await answer(ports[0], '/')).toEqual({greeting: 'hello', starts: 1})
    expect(await answer(ports[0], '/neighbour')).toEqual({greeting: 'stored', starts: 1})
    const [store] = await engine.docker.listContainers({filters: {name: ['store']}})
    const about = await engine.docker.getContainer(store?.Id ?? '').inspect()
    expect(about.HostConfig.Memory).toBe(128 * 1024 * 1024)
  })

  it('keeps its volumes when it is stopped, and loses them with down --volumes', async () => {
    expect(await lab.msa('restart', 'web')).toHaveEndedWith(0)
    expect(await answer(ports[0], '/')).toEqual({greeting: 'hello', starts: 2})
    expect(await lab.msa('down', '--volumes', '--yes')).toHaveEndedWith(0)
    const {Volumes = []} = await engine.docker.listVolumes()
    expect(Volumes.filter(({Name}) => Name.includes('volume-'))).toEqual([])
  })

  async function answer(port: number | undefined, path: string): Promise<unknown> {
    return (await fetch(`http://127.0.0.1:${port}${path}`)).json()
  }
})
