import {describe, expect, it} from 'vitest'
import {useEngine} from '../../fixtures/engine/engine.js'
import {imageNames} from '../../fixtures/engine/images.js'

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
})
