import {once} from 'node:events'
import {type AddressInfo, createServer, type Server} from 'node:net'
import {afterEach, describe, expect, it} from 'vitest'
import {openConnection} from './connection.fixture.js'
import {freePorts, listensOn, portHolders, portOwner, portsInUse} from './ports.js'
import {readableAddress} from './tcp-tables.js'

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise(resolve => server.close(resolve))
})

async function listenOn(host: string, port: number): Promise<void> {
  const server = createServer()
  servers.push(server)
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen({host, port}, resolve))
}

async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1)
  return port
}

describe('P12: a port', () => {
  it.each(['127.0.0.1', '0.0.0.0', '::1', '::', '::ffff:127.0.0.1'])(
    'that somebody listens on at %s is not free, and its owner is known',
    async host => {
      const port = await freePort()
      await listenOn(host, port)
      expect(await portsInUse([port])).toEqual(new Set([port]))
      expect(portOwner(port)).toMatchObject({port, pid: process.pid})
      expect(listensOn(port, () => [process.pid])).toBe(true)
    },
  )

  it('that nobody listens on is free, and looking does not take it', async () => {
    const port = await freePort()
    const looks = await Promise.all(Array.from({length: 50}, () => portsInUse([port])))
    expect(looks.every(({size}) => size === 0)).toBe(true)
    expect(portOwner(port)).toBeUndefined()
  })

  it('that only another address of the machine is listened on is free for loopback', async () => {
    const port = await freePort()
    await listenOn('127.0.0.2', port)
    expect(portOwner(port)?.address).toBe('127.0.0.2')
    expect(await portsInUse([port])).toEqual(new Set())
  })

  it.runIf(process.platform === 'linux')(
    'that the system gave to an outgoing connection is not free, nor for a while after its end',
    async () => {
      const {client, server} = await connection()
      const port = client.localPort ?? 0
      expect(await portsInUse([port])).toEqual(new Set([port]))
      expect(portHolders([port]).get(port)).toMatchObject({connection: 'open', pid: process.pid})
      client.end()
      await once(client, 'close')
      server.destroy()
      expect(await portsInUse([port])).toEqual(new Set([port]))
      expect(portHolders([port]).get(port)).toEqual({port, address: '127.0.0.1', connection: 'ended'})
      expect(portOwner(port)).toBeUndefined()
    },
  )

  it('that only connections to a server are left of is free for the next server', async () => {
    const {client, server, port} = await connection()
    server.end()
    await once(server, 'close')
    client.destroy()
    await new Promise(resolve => servers.pop()?.close(resolve))
    expect(await portsInUse([port])).toEqual(new Set())
  })
})

async function connection() {
  const {listener, ...ends} = await openConnection()
  servers.push(listener)
  return {...ends, port: (listener.address() as AddressInfo).port}
}

it('free ports differ from each other', async () => {
  const ports = await freePorts(20)
  expect(new Set(ports).size).toBe(20)
})

it.each([
  ['0100007F', '127.0.0.1'],
  ['00000000', '0.0.0.0'],
  ['0000000000000000FFFF00000100007F', '127.0.0.1'],
  ['00000000000000000000000000000000', '::'],
  ['00000000000000000000000001000000', '::1'],
])("the system's %s is the address %s", (hex, address) => {
  expect(readableAddress(hex)).toBe(address)
})
