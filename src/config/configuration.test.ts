import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it, onTestFinished} from 'vitest'
import type {BusMessage} from '../clients/bus.js'
import {parseBusMessage} from '../clients/bus.js'
import type {ConfigServer, Environment} from '../clients/config-server.js'
import {parseConfigTarget} from './config-target.js'
import {getConfig} from './get-config.js'
import {refreshConfig} from './refresh-config.js'
import {requireAll} from './refresh-lab.js'
import {type SetConfig, setConfig} from './set-config.js'

describe('whose configuration', () => {
  it.each([
    ['user-service', {app: 'user-service', profile: undefined, label: undefined}],
    ['user-service/dev', {app: 'user-service', profile: 'dev', label: undefined}],
    ['user-service/dev/feature/x', {app: 'user-service', profile: 'dev', label: 'feature/x'}],
  ])('%s', (text, target) => expect(parseConfigTarget(text)).toEqual(target))

  it.each(['', '/', 'a/', '../a', 'a/..', 'a b', '-a', 'a/b/../c'])('%j is none', text => {
    expect(() => parseConfigTarget(text)).toThrow('names no configuration')
  })
})

describe('config get', () => {
  const environment: Environment = {
    ...{name: 'user', profiles: ['default'], label: null, version: null},
    propertySources: [
      {
        name: 'file:/repo/user.yml',
        source: {'a.b': {value: 'own', origin: '2:3'}, 'db.password': {value: '1234', origin: '3:1'}},
      },
      {
        name: "Config resource 'file [/repo/application.yml]' via location 'file:/repo/' (document #1)",
        source: {
          'a.b': {value: 'shared', origin: '1:1'},
          n: {value: 5, origin: null},
          'invalid.x.token': {value: '<n/a>', origin: null},
        },
      },
    ],
  }
  const server = {environment: async () => environment} as unknown as ConfigServer
  const get = (key?: string, reveal = false) => getConfig(server, {target: parseConfigTarget('user'), key, reveal})

  it('shows what wins and where it stands, secrets hidden', async () => {
    const {properties} = await get()
    expect(properties.map(({key, value, source}) => [key, value, source])).toEqual([
      ['a.b', 'own', 'user.yml:2:3'],
      ['db.password', '********', 'user.yml:3:1'],
      ['n', '5', 'application.yml (document 1)'],
      ['invalid.x.token', '********', 'application.yml (document 1)'],
    ])
    expect((await get(undefined, true)).properties[1]?.value).toBe('1234')
  })

  it('gives one value alone, a secret as well, since it was asked for by name', async () => {
    expect((await get('db.password')).properties).toMatchObject([{value: '1234'}])
    await expect(get('a.c')).rejects.toMatchObject({details: [expect.stringContaining('a.b')]})
    await expect(get('x.token')).rejects.toThrow('cannot be decrypted')
  })
})

describe('config set', () => {
  const text = '# greeting\ngreeting:\n  message: hello # here\n'
  function repository(files: Readonly<Record<string, string>>) {
    const root = mkdtempSync(join(tmpdir(), 'msa-set-'))
    onTestFinished(() => rmSync(root, {recursive: true, force: true}))
    for (const [name, content] of Object.entries(files)) writeFileSync(join(root, name), content)
    const set = (target: string, property: string, value: string, more: Partial<SetConfig> = {}) =>
      setConfig({
        ...{repository: root, target: parseConfigTarget(target), property, value},
        ...{document: undefined, unalias: false, dryRun: false, ...more},
      })
    return {set, read: (name: string) => readFileSync(join(root, name), 'utf8')}
  }

  it('changes one value and leaves every other byte', async () => {
    const {set, read} = repository({'user.yml': text})
    expect(await set('user', 'greeting.message', 'hi')).toMatchObject({
      before: 'hello',
      change: 'changed',
      written: true,
    })
    expect(read('user.yml')).toBe(text.replace('hello', 'hi'))
    expect(await set('user', 'greeting.message', 'hi')).toMatchObject({change: 'unchanged', written: false})
  })

  it('takes the file that is there, and makes one where there is none', async () => {
    const {set, read} = repository({'user-dev.properties': 'a=1\n'})
    await set('user/dev', 'a', '2')
    expect(read('user-dev.properties')).toBe('a=2\n')
    expect(await set('order', 'a.b', 'yes')).toMatchObject({change: 'added', written: true})
    expect(read('order.yml')).toBe("a:\n  b: 'yes'\n")
  })

  it('writes nothing when it is only asked what it would do, or cannot', async () => {
    const {set, read} = repository({'user.yml': text})
    expect(await set('user', 'greeting.message', 'hi', {dryRun: true})).toMatchObject({written: false})
    await expect(set('user', 'greeting.message.deeper', 'x')).rejects.toThrow()
    await expect(set('user', 'a..b', 'x')).rejects.toThrow('not a property path')
    await expect(set('user/dev/label', 'a', 'x')).rejects.toThrow('label')
    expect(read('user.yml')).toBe(text)
  })

  it.each(['$&', '$1', '\\', 'a: b', '*a', '{cipher}x', 'true', ' x '])(
    'brings %j back as it is (B66, B67)',
    async value => {
      const {set} = repository({'user.yml': text})
      await set('user', 'greeting.message', value)
      expect(await set('user', 'greeting.message', value)).toMatchObject({before: value, change: 'unchanged'})
    },
  )
})

describe('config refresh', () => {
  const ack = (originService: string, ackId: string, changed?: readonly string[]): BusMessage => ({
    ...{type: 'AckRemoteApplicationEvent', id: 'x', originService, ackId, changed},
  })
  const event: BusMessage = {
    ...{type: 'RefreshRemoteApplicationEvent', id: 'e1', originService: 'config-service:8888:f', ackId: undefined},
    changed: undefined,
  }
  const expected = [
    {service: 'user-service', port: 1},
    {service: 'order-service', port: 2},
  ]

  async function refresh(heard: readonly BusMessage[], destination?: string) {
    let now = 0
    let closed = false
    let tell: (message: BusMessage) => void = () => undefined
    const result = await refreshConfig(
      {
        listen: async onMessage => {
          tell = onMessage
          const close = async () => {
            closed = true
          }
          return {close}
        },
        ask: async () => {
          for (const message of heard) tell(message)
        },
        expected: async () => expected,
        clock: {
          now: () => now,
          sleep: async ms => {
            now += ms
          },
        },
      },
      {destination, timeoutMs: 1000, signal: new AbortController().signal},
    )
    expect(closed).toBe(true)
    return result
  }

  it('lists who took this very event, and what changed there', async () => {
    const result = await refresh([
      event,
      ack('user-service:dev:1:ab', 'e1', ['greeting.message']),
      ack('order-service:2:cd', 'another'),
      ack('order-service:2:cd', 'e1'),
    ])
    expect(result.missing).toEqual([])
    expect(result.reloaded).toMatchObject([
      {service: 'user-service', port: 1, changed: ['greeting.message']},
      {service: 'order-service', port: 2, changed: undefined},
    ])
    expect(() => requireAll(result)).not.toThrow()
  })

  it('waits only for those that are meant', async () => {
    expect((await refresh([event, ack('user-service:1:ab', 'e1')], 'user-service')).missing).toEqual([])
  })

  it('gives up after its time and names who is missing', async () => {
    const result = await refresh([event, ack('user-service:1:ab', 'e1')])
    expect(result.missing).toEqual(['order-service:2'])
    expect(() => requireAll(result)).toThrow('order-service:2')
  })

  it("reads a real acknowledgement, and nothing from a stranger's message", () => {
    const headers = {'x-msa-changed-keys': '["a"]'}
    expect(parseBusMessage(JSON.stringify(ack('a:1:b', 'e')), headers)).toMatchObject({ackId: 'e', changed: ['a']})
    for (const text of ['', '[]', '{"type":"x"}', 'null']) expect(parseBusMessage(text, {})).toBeUndefined()
  })
})
