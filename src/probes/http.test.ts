import {createServer, type RequestListener} from 'node:http'
import type {AddressInfo} from 'node:net'
import {describe, expect, it, onTestFinished} from 'vitest'
import {askHttp} from './http.js'
import type {Verdict} from './probe.js'

async function askOf(listener: RequestListener): Promise<Verdict> {
  const server = createServer(listener)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const patience = {timeoutMs: 300, signal: new AbortController().signal}
  const address = {host: '127.0.0.1', port: (server.address() as AddressInfo).port}
  return askHttp({kind: 'http', port: 'http', path: '/health', expectStatus: 200}, address, patience)
}

describe('an HTTP answer that is no', () => {
  const json = {'content-type': 'application/json'}

  it('is told with what its health says', async () => {
    const body = JSON.stringify({status: 'DOWN', components: {db: {status: 'DOWN'}}})
    const reason = 'GET /health answers 503, not 200: db is DOWN'
    expect(await askOf((_, response) => response.writeHead(503, json).end(body))).toEqual({ok: false, reason})
  })

  it('is told by its status where its body never ends', async () => {
    const reason = 'GET /health answers 503, not 200'
    expect(await askOf((_, response) => response.writeHead(503, json).write('{'))).toEqual({ok: false, reason})
  })
})
