import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {gatherEngine} from '../../../src/doctor/gather-engine.js'
import {freePorts} from '../../../src/platform/ports.js'
import {splitReference} from '../../../src/runtimes/docker/pull.js'
import {containersOf} from '../../../src/runtimes/docker/runs.js'
import {useEngine} from '../../fixtures/engine/engine.js'
import {imageNames} from '../../fixtures/engine/images.js'
import {openPodman, type TestPodman} from '../../fixtures/engine/podman.js'
import {openLab, type TestLab} from '../lab.js'
import {until} from '../until.js'
import {cache} from './container-lab.js'

const bootMs = 240_000

/** Podman speaks Docker's protocol in its own way: what a lab asks of an engine is asked of it, too. */
describe('a lab on Podman', () => {
  const at: {podman?: TestPodman; lab?: TestLab} = {}
  const podman = () => opened(at.podman)
  const lab = () => opened(at.lab)
  const ok = async (...argv: string[]) => {
    const ended = await lab().run(...argv)
    expect(ended.exitCode, `msa ${argv.join(' ')}: ${ended.stderr}`).toBe(0)
    return ended.stdout
  }
  const ofLab = () => ({label: [`msa.lab=${lab().id}`]})
  const idsOf = async (name: string) => {
    const found = await containersOf(podman().docker, lab().id)
    return found.flatMap(({Id, Labels}) => (Labels['msa.component'] === name ? [Id] : []))
  }
  const containerOf = async (name: string) => podman().docker.getContainer(opened((await idsOf(name))[0]))

  beforeAll(async () => {
    const engine = await useEngine()
    at.podman = await openPodman()
    await at.podman.copyImage(engine.docker, engine.image)
    for (const name of imageNames()) {
      const {repository, tag} = splitReference(name)
      await at.podman.docker.getImage(engine.image).tag({repo: repository, tag})
    }
    at.lab = await openLab(undefined, {keep: true, env: {MSA_CACHE_DIR: cache, DOCKER_HOST: at.podman.address}})
    const [zookeeper, mariadb] = await freePorts(2)
    const components = `{zookeeper: {port: ${zookeeper}}, mariadb: {port: ${mariadb}}}`
    mkdirSync(at.lab.folder, {recursive: true})
    writeFileSync(
      join(at.lab.folder, 'msa.yml'),
      `version: 1\nname: seals\nruntime: docker\ncomponents: ${components}\n`,
    )
    await ok('up', '--pull', 'never')
  }, bootMs)

  afterAll(async () => {
    await at.lab?.run('down', '--volumes', '--yes')
    await at.lab?.close()
    await at.podman?.close()
  }, bootMs)

  it('runs its components there, with ports on loopback only, as a plain user', async () => {
    const {components} = await lab().status()
    expect(components.map(({state, runtime}) => `${state} ${runtime}`)).toEqual(['ready docker', 'ready docker'])
    for (const {Id, Ports} of await containersOf(podman().docker, lab().id)) {
      expect(Ports.map(({IP}) => IP)).toEqual(['127.0.0.1'])
      expect((await podman().docker.getContainer(Id).inspect()).Config.User).toMatch(/^[1-9]\d*:/)
    }
  })

  it('stays on it, also for the doctor, when DOCKER_HOST names another engine', async () => {
    const identity = {id: lab().id, name: 'seals', dir: lab().dir}
    const env = {DOCKER_HOST: 'unix:///nowhere/docker.sock'}
    const {found, problem} = await gatherEngine(identity, [], [], env, new AbortController().signal)
    expect(found, problem?.details?.join()).toMatchObject({name: 'Podman', address: podman().address})
  })

  it('starts a killed component anew with its data', async () => {
    await ok('db', 'query', 'CREATE TABLE kept (a INT); INSERT INTO kept VALUES (4711)')
    const {Id, State} = await (await containerOf('mariadb')).inspect()
    process.kill(State.Pid, 'SIGKILL')
    await until(
      'mariadb is ready in another container',
      async () => (await lab().states()).mariadb === 'ready' && (await idsOf('mariadb')).some(other => other !== Id),
      60_000,
    )
    expect(await ok('db', 'query', 'SELECT a FROM kept')).toContain('4711')
    expect(lab().events()).toContain('SIGKILL')
  })

  it('is ended with nothing left', async () => {
    await ok('down', '--volumes', '--yes')
    const {docker} = podman()
    expect(await containersOf(docker, lab().id)).toEqual([])
    expect(await docker.listNetworks({filters: ofLab()})).toEqual([])
    expect((await docker.listVolumes({filters: ofLab()})).Volumes).toEqual([])
  })
})

function opened<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('it is not there yet')
  return value
}
