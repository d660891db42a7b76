import {spawnSync} from 'node:child_process'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {useEngine} from '../../fixtures/engine/engine.js'
import {until} from '../until.js'
import {type ContainerLab, openContainerLab} from './container-lab.js'

const portOffset = 4_000
const bootMs = 240_000

/** Two as earlier versions of msa built them; from one of them a container is made. */
async function buildFormerImages(): Promise<void> {
  const {docker, image} = await useEngine()
  const container = await docker.createContainer({Image: image, Cmd: ['true']})
  for (const tag of ['0.0.1-unused', '0.0.1-used'])
    await container.commit({repo: 'msa-services', tag, changes: `LABEL msa.image=services of=${tag}`})
  await container.remove()
  await docker.createContainer({Image: 'msa-services:0.0.1-used', Cmd: ['true']})
}

async function builtImages(): Promise<string[]> {
  const {docker} = await useEngine()
  const images = await docker.listImages({filters: {label: ['msa.image=services']}})
  return images.flatMap(({RepoTags}) => RepoTags ?? []).sort()
}

interface Catalogue {
  readonly productId: string
  readonly stock: number
}

describe('the whole lab in containers', () => {
  const at: {lab?: ContainerLab} = {}
  const lab = () => {
    if (at.lab === undefined) throw new Error('the lab is not open yet')
    return at.lab
  }
  const gateway = `http://127.0.0.1:${8000 + portOffset}`
  const post = async (path: string, body: unknown) => {
    const headers = {'content-type': 'application/json'}
    const answer = await fetch(`${gateway}${path}`, {method: 'POST', headers, body: JSON.stringify(body)})
    return (await answer.json()) as Record<string, string>
  }
  const stock = async () => {
    const found = (await (await fetch(`${gateway}/catalog-service/catalogs`)).json()) as Catalogue[]
    return found.find(({productId}) => productId === 'CATALOG-001')?.stock
  }

  const queue = async (method: string, path: string, body: unknown): Promise<unknown> => {
    const answer = await fetch(`http://127.0.0.1:${15_672 + portOffset}/api${path}`, {
      headers: {authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}`},
      ...{method, body: JSON.stringify(body)},
    })
    expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true)
    return answer.status === 200 ? answer.json() : undefined
  }
  const isOnDisk = async (name: string, word: string) => {
    const {Mounts} = await (await lab().containerOf(name)).inspect()
    return Mounts.some(({Source}) => spawnSync('grep', ['-rqa', word, Source]).status === 0)
  }
  /** From outside, all in one moment; resolves when each is ready again in another container, and its death was noted. */
  const killAll = async (names: readonly string[]) => {
    const containers = await Promise.all(names.map(name => lab().containerOf(name)))
    const running = await Promise.all(containers.map(container => container.inspect()))
    for (const {State} of running) process.kill(State.Pid, 'SIGKILL')
    const isBack = async (name: string, formerId: string) =>
      (await lab().states())[name] === 'ready' && (await lab().containerOf(name)).id !== formerId
    for (const [index, name] of names.entries())
      await until(`${name} is back`, () => isBack(name, containers[index]?.id ?? '').catch(() => false), 120_000)
    const events = lab().events().split('\n')
    for (const name of names)
      expect(
        events.some(event => event.includes(`"${name}"`) && event.includes('SIGKILL')),
        name,
      ).toBe(true)
  }

  beforeAll(async () => {
    await buildFormerImages()
    at.lab = await openContainerLab(`name: boxes\nportOffset: ${portOffset}\nruntime: docker\nuse: course\n`, {
      keep: true,
    })
  }, bootMs)

  afterAll(async () => {
    await lab().ok('down', '--volumes', '--yes')
    expect(await lab().containers(), 'no container is left').toEqual([])
    expect(await lab().volumes(), 'no volume is left').toEqual([])
    await lab().close()
  }, bootMs)

  it(
    'boots with one command; what has no image here is left out, and said',
    async () => {
      const said = await lab().ok('up')
      expect(said).toContain('13 of 13 components ready')
      expect(said).toContain('grafana')
      const {components} = await lab().status()
      expect(components.every(({state, runtime}) => state === 'ready' && runtime === 'docker')).toBe(true)
      expect(await lab().containers()).toHaveLength(13)
    },
    bootMs,
  )

  it('takes away images of its services that another msa built, but none that somebody uses', async () => {
    expect(await builtImages()).toEqual(['msa-services:0.0.1-used', expect.stringMatching(/^msa-services:.*-\w{12}$/)])
    // What all tests share is not to be pruned.
    const env = {...lab().env, MSA_CACHE_DIR: join(lab().folder, 'cache')}
    const listed = await lab().runWith({env}, 'cache', 'ls')
    expect(listed.stdout).toMatch(/image msa-services:0\.0\.1-used +old/)
    expect(await lab().runWith({env}, 'cache', 'prune', '--yes')).toHaveEndedWith(0)
    expect(await builtImages()).toHaveLength(2)
  })

  it('T01, T33: publishes on loopback only, and gives no container more than it needs', async () => {
    for (const {Id, Ports} of await lab().containers()) {
      expect(Ports.filter(({PublicPort}) => PublicPort !== undefined).map(({IP}) => IP)).not.toContain('0.0.0.0')
      const {Config, HostConfig, Mounts} = await lab().engine.docker.getContainer(Id).inspect()
      expect(Config.User).toMatch(/^[1-9]\d*:[1-9]\d*$/)
      expect(HostConfig).toMatchObject({Privileged: false, CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges']})
      expect(Mounts.map(({Source}) => Source).join()).not.toContain('docker.sock')
    }
  })

  it('P19: shows no secret in what an engine shows of a container', async () => {
    const {readFileSync} = await import('node:fs')
    const password = readFileSync(`${lab().dir}/secrets/db-password`, 'utf8').trim()
    await lab().ok('db', 'query', 'select 1')
    for (const {Id} of await lab().containers()) {
      const {Config} = await lab().engine.docker.getContainer(Id).inspect()
      const shown = JSON.stringify([Config.Env, Config.Cmd, Config.Entrypoint])
      expect(shown.includes(`=${password}"`) || shown.includes(`--password=${password}`)).toBe(false)
    }
  })

  it('topics are made, written and read from the machine, by the listener for the machine', async () => {
    await lab().ok('topic', 'create', 'demo')
    await lab().ok('topic', 'produce', 'demo', 'from the machine')
    expect(await lab().ok('topic', 'tail', 'demo', '--from', 'beginning', '--until', 'end')).toContain(
      'from the machine',
    )
  })

  it('connectors are there, and a source reaches the database and the broker by their names', async () => {
    await lab().ok('db', 'query', 'create table if not exists parts (id int primary key, name varchar(20))')
    await lab().ok('db', 'query', "insert into parts values (1, 'bolt')")
    await lab().ok('connector', 'add', 'parts', '--source', 'mydb.parts')
    await until(
      'the row stands in its topic',
      async () => {
        const tail = ['topic', 'tail', 'my_topic_parts', '--from', 'beginning', '--until', 'end']
        return (await lab().run(...tail)).stdout.includes('bolt')
      },
      60_000,
    )
    const again = await lab().ok('connector', 'add', 'parts', '--source', 'mydb.parts')
    expect(again, 'read back it is what was written').toContain('unchanged')
    expect(await lab().ok('connector', 'config', 'parts')).toContain('127.0.0.1')
  })

  it('an order through the gateway reduces the stock and stands in the user’s orders', async () => {
    const before = await stock()
    const {userId} = await post('/user-service/users', {email: 'anna@example.com', name: 'Anna', pwd: 'secret12'})
    await post(`/order-service/${userId}/orders`, {productId: 'CATALOG-001', qty: 2, unitPrice: 100})
    await until('the stock falls', async () => (await stock()) === Number(before) - 2)
    const user = (await (await fetch(`${gateway}/user-service/users/${userId}`)).json()) as {orders: unknown[]}
    expect(user.orders).toHaveLength(1)
  })

  it('configuration that is set on the machine is read in the container and spread over the bus', async () => {
    const said = await lab().ok('config', 'set', 'user-service', 'greeting.message', 'from a container', '--refresh')
    expect(said).toContain('user-service')
    const answer = await fetch(`${gateway}/user-service/welcome`)
    expect(await answer.text()).toBe('from a container')
  })

  it('a scaled service is one more container, and the gateway leads requests to both', async () => {
    await lab().ok('scale', 'order-service=2')
    const services = await lab().ok('service', 'list')
    expect(services.split('\n').filter(line => line.startsWith('order-service'))).toHaveLength(2)
    const answered = new Set<string>()
    await until('both have answered', async () => {
      const answer = await fetch(`${gateway}/order-service/health_check`)
      const [, instance] = /instance=([^,]+)/.exec(await answer.text()) ?? []
      if (answer.ok && instance !== undefined) answered.add(instance)
      return answered.size === 2
    })
    await lab().ok('scale', 'order-service=1')
  })

  it('logs are those of the containers, in the files and by the command that show every log', async () => {
    expect(await lab().ok('logs', 'discovery')).toContain('listens on')
    expect(lab().log('mariadb')).toContain('ready for connections')
  })

  it(
    'F18: every server comes back when its process is killed, and nothing that it was given is lost',
    async () => {
      await queue('PUT', '/queues/%2F/canary', {durable: true})
      const message = {routing_key: 'canary', payload: 'still here', payload_encoding: 'string'}
      await queue('POST', '/exchanges/%2F/amq.default/publish', {...message, properties: {delivery_mode: 2}})
      await lab().ok('topic', 'produce', 'demo', 'before the kill')
      await lab().ok('db', 'query', "insert into parts values (2, 'nut')")
      // Only then RabbitMQ has promised anything: Mnesia writes its log out after a moment.
      for (const word of ['canary', 'still here'])
        await until(`RabbitMQ has written ${word} to its disk`, () => isOnDisk('rabbitmq', word))
      // Never both sides of a connection at once: each must bear the loss of the other.
      await killAll(['zookeeper', 'rabbitmq', 'zipkin'])
      await killAll(['kafka', 'mariadb'])
      await killAll(['connect'])
      expect(await lab().ok('db', 'query', 'select name from parts order by id')).toMatch(/bolt.*nut/s)
      const messages = await lab().ok('topic', 'tail', 'demo', '--from', 'beginning', '--until', 'end')
      expect(messages).toMatch(/from the machine.*before the kill/s)
      const asked = {count: 1, ackmode: 'ack_requeue_true', encoding: 'auto'}
      expect(await queue('POST', '/queues/%2F/canary/get', asked)).toMatchObject([{payload: 'still here'}])
      expect(await lab().ok('connector', 'list')).toContain('parts')
    },
    bootMs,
  )

  it('a second up changes nothing', async () => {
    await until('the second order-service is gone', async () => (await lab().containers()).length === 13, 30_000)
    const before = (await lab().containers()).map(({Id}) => Id).sort()
    await lab().ok('up')
    expect((await lab().containers()).map(({Id}) => Id).sort()).toEqual(before)
  })

  it(
    'data outlives down and up',
    async () => {
      await lab().ok('down')
      expect(await lab().containers()).toEqual([])
      await lab().ok('up', 'mariadb', 'kafka')
      expect(await lab().ok('db', 'query', 'select name from parts')).toContain('bolt')
      expect(await lab().ok('topic', 'tail', 'demo', '--from', 'beginning', '--until', 'end')).toContain(
        'from the machine',
      )
    },
    bootMs,
  )
})
