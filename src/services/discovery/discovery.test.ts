import {describe, expect, it} from 'vitest'
import {ask, serve} from '../kit/loopback.fixture.js'
import {discovery} from './discovery.js'

const json = {accept: 'application/json', 'content-type': 'application/json'}

function instance(more: Record<string, unknown> = {}) {
  return {
    instanceId: 'demo:9001',
    hostName: 'localhost',
    app: 'DEMO',
    ipAddr: '127.0.0.1',
    status: 'UP',
    port: {$: 9001, '@enabled': true},
    dataCenterInfo: {'@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo', name: 'MyOwn'},
    vipAddress: 'demo',
    lastDirtyTimestamp: '1700000000000',
    ...more,
  }
}

async function server(variables: Record<string, string> = {}) {
  const {port} = await serve(discovery, variables)
  const post = (app: string, body: unknown, headers: Record<string, string> = json) =>
    ask(port, 'POST', `/eureka/apps/${app}`, {
      headers,
      body: typeof body === 'string' ? body : JSON.stringify({instance: body}),
    })
  const get = (path: string, headers: Record<string, string> = json) => ask(port, 'GET', `/eureka${path}`, {headers})
  const put = (path: string) => ask(port, 'PUT', `/eureka${path}`, {headers: {'content-length': '0'}})
  const del = (path: string) => ask(port, 'DELETE', `/eureka${path}`)
  const read = async (path: string) => JSON.parse((await get(path)).text)
  return {port, post, get, put, del, read}
}

describe('registration', () => {
  it("is answered 204, and read back in the real server's form and key order", async () => {
    const {post, read} = await server()
    expect(await post('demo', instance())).toMatchObject({status: 204, text: ''})
    const {instance: one} = await read('/apps/DEMO/demo:9001')
    expect(Object.keys(one)).toEqual([
      ...['instanceId', 'hostName', 'app', 'ipAddr', 'status', 'overriddenStatus', 'port', 'securePort', 'countryId'],
      ...['dataCenterInfo', 'leaseInfo', 'metadata', 'vipAddress', 'isCoordinatingDiscoveryServer'],
      ...['lastUpdatedTimestamp', 'lastDirtyTimestamp', 'actionType'],
    ])
    expect(one).toMatchObject({
      port: {$: 9001, '@enabled': 'true'},
      securePort: {$: 7002, '@enabled': 'false'},
      countryId: 1,
      isCoordinatingDiscoveryServer: 'false',
      lastDirtyTimestamp: '1700000000000',
      metadata: {'@class': 'java.util.Collections$EmptyMap'},
      leaseInfo: {renewalIntervalInSecs: 30, durationInSecs: 90},
    })
    expect(typeof one.lastUpdatedTimestamp).toBe('string')
  })

  it.each([
    ['Missing hostname', {hostName: ''}],
    ['Missing ip address', {ipAddr: undefined}],
    ['Missing dataCenterInfo', {dataCenterInfo: undefined}],
    ['Mismatched appName, expecting DEMO but was OTHER', {app: 'other'}],
  ])('without what it needs is refused: %s', async (words, more) => {
    const {post} = await server()
    const answer = await post('demo', instance(more))
    expect(answer).toMatchObject({status: 400, text: words})
    expect(answer.headers['content-type']).toBe('application/xml')
  })

  it.each(['', '{', '[]', 'null', '<instance>'])('with the body %j is refused', async body => {
    const {post} = await server()
    expect(await post('demo', body)).toMatchObject({status: 400, text: '{"error":"cannot parse request body"}'})
  })

  it('in XML is taken, and given back in XML', async () => {
    const {post, get} = await server()
    const xml =
      '<instance><instanceId>x:1</instanceId><hostName>h</hostName><app>DEMO</app><ipAddr>127.0.0.1</ipAddr><port enabled="true">9001</port><dataCenterInfo class="c"><name>MyOwn</name></dataCenterInfo><metadata><colour>blue &amp; red</colour></metadata></instance>'
    expect((await post('demo', xml, {'content-type': 'application/xml'})).status).toBe(204)
    const answer = await get('/apps', {accept: '*/*'})
    expect(answer.headers['content-type']).toBe('application/xml')
    for (const part of [
      '<port enabled="true">9001</port>',
      '<overriddenstatus>UNKNOWN</overriddenstatus>',
      '<colour>blue &amp; red</colour>',
      '<apps__hashcode>UP_1_</apps__hashcode>',
    ]) {
      expect(answer.text).toContain(part)
    }
  })

  it('never expands entities, nor reads files (a document type is refused)', async () => {
    const {post} = await server()
    const xml = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><instance><hostName>&e;</hostName></instance>'
    expect((await post('demo', xml, {'content-type': 'application/xml'})).status).toBe(400)
  })
})

describe('reading', () => {
  it('gives arrays always, an empty registry too, with the hash of all', async () => {
    const {post, read} = await server()
    expect(await read('/apps/')).toEqual({applications: {versions__delta: '1', apps__hashcode: '', application: []}})
    await post('demo', instance())
    await post('other', instance({app: 'OTHER', instanceId: 'o', status: 'STARTING'}))
    const {applications} = await read('/apps')
    expect(applications.apps__hashcode).toBe('STARTING_1_UP_1_')
    expect(applications.application[0].instance).toHaveLength(1)
  })

  it('does not mind letter case, knows ids and vips, and has 404 for the unknown', async () => {
    const {post, get, read} = await server()
    await post('demo', instance())
    expect((await read('/apps/DeMo')).application.name).toBe('DEMO')
    expect((await read('/instances/demo:9001')).instance.app).toBe('DEMO')
    expect((await read('/vips/demo')).applications.versions__delta).toBe('-1')
    expect((await read('/vips/nobody')).applications.application).toEqual([])
    for (const path of ['/apps/NOBODY', '/apps/DEMO/x', '/instances/x']) expect((await get(path)).status).toBe(404)
  })

  it('has a compact form', async () => {
    const {post, get} = await server()
    await post('demo', instance({homePageUrl: 'http://x'}))
    const [one] = JSON.parse((await get('/apps', {...json, 'x-eureka-accept': 'compact'})).text).applications
      .application[0].instance
    expect(one).not.toHaveProperty('homePageUrl')
    expect(typeof one.lastUpdatedTimestamp).toBe('number')
  })

  it('compresses when asked', async () => {
    const {get} = await server()
    expect((await get('/apps', {...json, 'accept-encoding': 'gzip'})).headers['content-encoding']).toBe('gzip')
  })
})

describe('the delta', () => {
  it('tells what came, changed and went, with the hash of the whole', async () => {
    const {post, put, del, read} = await server()
    await post('demo', instance())
    await post('demo', instance({instanceId: 'second'}))
    await put('/apps/DEMO/second/metadata?colour=blue')
    await del('/apps/DEMO/demo:9001')
    const {applications} = await read('/apps/delta')
    expect(applications.apps__hashcode).toBe('UP_1_')
    const actions = applications.application[0].instance.map((one: {instanceId: string; actionType: string}) => [
      one.instanceId,
      one.actionType,
    ])
    expect(actions).toEqual([
      ['second', 'MODIFIED'],
      ['demo:9001', 'DELETED'],
    ])
  })

  it('answers who waits as soon as something changes', async () => {
    const {post, get} = await server()
    const {headers} = await get('/apps')
    const waiting = get(`/apps/delta?waitMs=20000&version=${headers['x-registry-version']}`)
    await post('demo', instance())
    expect(JSON.parse((await waiting).text).applications.application[0].name).toBe('DEMO')
  })
})

describe('leases', () => {
  it('are renewed; unknown instances and newer ones are told to register anew', async () => {
    const {post, put} = await server()
    await post('demo', instance())
    expect((await put('/apps/DEMO/demo:9001?status=UP&lastDirtyTimestamp=1700000000000')).status).toBe(200)
    expect((await put('/apps/DEMO/demo:9001?lastDirtyTimestamp=1600000000000')).status).toBe(200)
    expect((await put('/apps/DEMO/demo:9001?lastDirtyTimestamp=1800000000000')).status).toBe(404)
    expect((await put('/apps/DEMO/nobody')).status).toBe(404)
  })

  it('end with DELETE, once', async () => {
    const {post, del} = await server()
    await post('demo', instance())
    expect([(await del('/apps/DEMO/demo:9001')).status, (await del('/apps/DEMO/demo:9001')).status]).toEqual([200, 404])
  })

  it('that run out are taken away', async () => {
    const {post, read} = await server({EUREKA_SERVER_EVICTIONINTERVALTIMERINMS: '50'})
    await post('demo', instance({leaseInfo: {renewalIntervalInSecs: 1, durationInSecs: 0}}))
    const {until} = await import('../kit/loopback.fixture.js')
    await until(async () => (await read('/apps')).applications.application.length === 0)
  })
})

describe('an override', () => {
  it('outlives heartbeats, until it is taken back', async () => {
    const {post, put, del, read} = await server()
    await post('demo', instance())
    expect((await put('/apps/DEMO/demo:9001/status?value=OUT_OF_SERVICE')).status).toBe(200)
    await put('/apps/DEMO/demo:9001?status=UP')
    expect((await read('/instances/demo:9001')).instance).toMatchObject({
      status: 'OUT_OF_SERVICE',
      overriddenStatus: 'OUT_OF_SERVICE',
    })
    await del('/apps/DEMO/demo:9001/status?value=UP')
    expect((await read('/instances/demo:9001')).instance).toMatchObject({status: 'UP', overriddenStatus: 'UNKNOWN'})
    expect((await put('/apps/DEMO/nobody/status?value=DOWN')).status).toBe(404)
  })
})

it('the page shows names as text, takes no frame, and has no script (T06, T07)', async () => {
  const {port, post} = await server()
  await post('demo', instance({instanceId: '<img src=x onerror=alert(1)>'}))
  const page = await ask(port, 'GET', '/')
  expect(page.text).not.toContain('<img')
  expect(page.text).not.toContain('<script')
  expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'")
})
