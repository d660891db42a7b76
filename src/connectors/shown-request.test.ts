import {describe, expect, it} from 'vitest'
import {ConnectClient} from '../clients/connect.js'
import {type ConnectRequest, connectRequest} from '../clients/connect-requests.js'
import {type Asked, fakeConnect, type Reply} from '../clients/fake-connect.fixture.js'
import type {AddOptions, AddPlaces} from './add-connector.js'
import {changeConfig} from './change-config.js'
import {actOnConnectors, resetOffsets, restartConnectors} from './change-connectors.js'
import {curl} from './curl.js'

const address = 'http://localhost:8083'

it('encodes a name that is more than a word', () => {
  expect(curl(address, connectRequest.status('a b/c?'))).toBe(
    'curl http://localhost:8083/connectors/a%20b%2Fc%3F/status',
  )
  expect(curl(address, connectRequest.restart("it's", true))).toBe(
    `curl -X POST 'http://localhost:8083/connectors/it'\\''s/restart?includeTasks=true&onlyFailed=true'`,
  )
})

const live = {'connector.class': 'X', 'connection.password': 'live-canary', topics: 'a'}
const status = (state: string) => ({
  name: 'c',
  type: 'sink',
  connector: {state, worker_id: 'w'},
  tasks: [{id: 0, state, worker_id: 'w'}],
})

/** A worker that has one connector, in this state. */
function worker(state: string): (asked: Asked) => Reply {
  return ({method, path}) => {
    if (method !== 'GET') return {status: 202}
    if (path === '/connectors') return {status: 200, body: ['c', 'd']}
    if (path.endsWith('/config')) return {status: 200, body: live}
    return {status: 200, body: status(state)}
  }
}

async function placesAt(shown: ConnectRequest[]) {
  const {address: at, asked} = await fakeConnect(worker('RUNNING'))
  const places: AddPlaces = {
    connect: new ConnectClient(at),
    sources: {
      vars: new Map(),
      env: {},
      secret: async () => undefined,
      decrypt: async () => 'cipher-canary',
    } as unknown as AddPlaces['sources'],
    askCluster: async () => Promise.reject(new Error('no broker')),
    brokers: 'b:1',
    database: undefined,
    show: request => shown.push(request),
  }
  return {places, asked}
}
const options: AddOptions = {
  ...{dryRun: false, waits: false, timeoutMs: 1_000, translate: 'never', validates: false, strict: true},
}

describe('what is shown of a changed configuration', () => {
  it('is the request that is sent, without its secrets', async () => {
    const shown: ConnectRequest[] = []
    const {places, asked} = await placesAt(shown)
    await changeConfig('c', {set: ['topics=b']}, places, options)
    const sent = asked.find(({method}) => method === 'PUT')
    expect(sent).toMatchObject({path: '/connectors/c/config', body: {...live, topics: 'b'}})
    expect(shown).toEqual([{...sent, body: {...live, topics: 'b', 'connection.password': '******'}}])
  })

  it('is the same in a dry run, which sends nothing', async () => {
    const shown: ConnectRequest[] = []
    const {places, asked} = await placesAt(shown)
    await changeConfig('c', {set: ['topics=b']}, places, {...options, dryRun: true})
    expect(shown).toHaveLength(1)
    expect(asked.every(({method}) => method === 'GET')).toBe(true)
  })
})

describe('a dry run', () => {
  const dry = {timeout: 1_000, 'dry-run': true}
  const changesOf = (asked: readonly Asked[]) => asked.filter(({method}) => method !== 'GET')

  it.each(['pause', 'resume', 'stop'] as const)('of %s says what connectors are now', async action => {
    const {address: at, asked} = await fakeConnect(worker('RUNNING'))
    expect(await actOnConnectors(new ConnectClient(at), ['c', 'd'], action, dry)).toEqual([
      {name: 'c', action: `would ${action}`, state: 'RUNNING'},
      {name: 'd', action: `would ${action}`, state: 'RUNNING'},
    ])
    expect(changesOf(asked)).toEqual([])
  })

  it('of restart tells what failed from what did not', async () => {
    const failed = await fakeConnect(worker('FAILED'))
    const running = await fakeConnect(worker('RUNNING'))
    const restart = (at: string, all: boolean) => restartConnectors(new ConnectClient(at), ['c'], {...dry, all})
    expect(await restart(failed.address, false)).toMatchObject([{action: 'would restart', state: 'FAILED'}])
    expect(await restart(running.address, false)).toMatchObject([{action: 'nothing failed'}])
    expect(await restart(running.address, true)).toMatchObject([{action: 'would restart', state: 'RUNNING'}])
    expect(changesOf([...failed.asked, ...running.asked])).toEqual([])
  })

  it.each([
    ['RUNNING', ['/connectors/c/stop', '/connectors/c/offsets', '/connectors/c/resume']],
    ['PAUSED', ['/connectors/c/stop', '/connectors/c/offsets']],
  ])('of a reset shows all that it would ask of a connector that is %s, and asks nobody', async (state, paths) => {
    const {address: at, asked} = await fakeConnect(worker(state))
    const shown: string[] = []
    const asking = {
      show: async (requests: readonly ConnectRequest[]) => void shown.push(...requests.map(({path}) => path)),
      approve: () => Promise.reject(new Error('it must not ask')),
    }
    await resetOffsets(new ConnectClient(at), 'c', dry, asking)
    expect(shown).toEqual(paths)
    expect(changesOf(asked)).toEqual([])
  })
})

it('shows the placeholder where a secret was filled in, and stars where there was none', async () => {
  const {shownRequest} = await import('./shown-request.js')
  const {resolveConfig} = await import('./resolve-config.js')
  const written = {
    user: 'root',
    'connection.password': `\${WORD}`,
    'connection.url': `jdbc:x?password=\${WORD}`,
    plain: 'word-canary',
    sealed: '{cipher}00',
  }
  const sources = {vars: new Map([['WORD', 'word-canary']]), env: {}, secret: async () => undefined}
  const {config, hidden} = await resolveConfig(written, {
    ...(sources as unknown as AddPlaces['sources']),
    decrypt: async () => 'cipher-canary',
  })
  const shown = shownRequest(connectRequest.putConfig('c', config), written, hidden)
  expect(shown.body).toMatchObject({...written, plain: expect.any(String), sealed: '******'})
  expect(curl(address, shown)).not.toContain('canary')
})
