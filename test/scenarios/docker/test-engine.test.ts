import {describe, expect, it} from 'vitest'
import {useEngine} from '../../fixtures/engine/engine.js'
import {imageNames} from '../../fixtures/engine/images.js'
import {openPodman} from '../../fixtures/engine/podman.js'
import {openRegistry} from '../../fixtures/engine/registry.js'
import {finished, pushImage, smallImage} from '../../fixtures/engine/small-images.js'

/** What the other scenarios of this folder stand on. */
describe('the engine for tests', () => {
  it('has the image of every component, with the programs at their places', async () => {
    const {docker, image} = await useEngine()
    for (const name of imageNames()) expect((await docker.getImage(name).inspect()).RepoTags).toContain(name)
    const look = [
      'java -version && node --version && mariadbd --version && prometheus --version && command -v rabbitmq-server',
      'ls /opt/kafka/libs/kafka_* /kafka/libs/kafka_* /kafka/connect/debezium-connector-mariadb/debezium-connector-mariadb-*',
      'ls /kafka/connect/debezium-connector-jdbc/debezium-connector-jdbc-* /zipkin/BOOT-INF/lib/zipkin-*',
    ].join(' && ')
    const container = await docker.createContainer({Image: image, Cmd: ['sh', '-c', look]})
    await container.start()
    const {StatusCode} = await container.wait()
    const said = (await container.logs({stdout: true, stderr: true})).toString()
    expect(StatusCode, said).toBe(0)
  })

  it('can be killed and started again', async () => {
    const engine = await useEngine()
    await engine.kill()
    await expect(engine.docker.ping()).rejects.toThrow()
    await engine.start()
    await expect(engine.docker.ping()).resolves.toBeTruthy()
  })

  it('pushes to and pulls from a registry on loopback', async () => {
    const {docker, image} = await useEngine()
    const registry = await openRegistry()
    try {
      const name = `${registry.host}/small`
      await smallImage(docker, name)
      await pushImage(docker, name)
      await docker.getImage(name).remove()
      await finished(docker, await docker.pull(name))
      expect((await docker.getImage(name).inspect()).Id).not.toBe((await docker.getImage(image).inspect()).Id)
    } finally {
      await registry.close()
    }
  })

  it('has Podman beside it, which runs the same image', async () => {
    const {docker} = await useEngine()
    const podman = await openPodman()
    try {
      await smallImage(docker, 'small')
      await podman.copyImage(docker, 'small')
      const container = await podman.docker.createContainer({Image: 'small', Cmd: ['/busybox', 'true']})
      await container.start()
      expect(await container.wait()).toMatchObject({StatusCode: 0})
    } finally {
      await podman.close()
    }
  })
})
