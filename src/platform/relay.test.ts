import {once} from 'node:events'
import {type AddressInfo, connect, createServer, type Server} from 'node:net'
import {text} from 'node:stream/consumers'
import {afterEach, beforeEach, expect, it} from 'vitest'
import {createRelay, type Relay} from './relay.js'

// All of 127.0.0.0/8 is this machine's on Linux: one address stands for the lab's network.
const gateway = '127.1.0.1'
const network = '127.1.0.0/16'
const stranger = '127.2.0.1'

let target: Server
let port: number
let relay: Relay

/** Says the same back, in capitals. */
async function startTarget(): Promise<Server> {
  const server = createServer(socket => {
    socket.on('data', data => socket.end(String(data).toUpperCase())).on('error', () => undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function say(words: string, {from = '127.1.0.9', at = port} = {}): Promise<string> {
  const socket = connect({host: gateway, port: at, localAddress: from})
  socket.write(words)
  return text(socket)
}

beforeEach(async () => {
  target = await startTarget()
  port = (target.address() as AddressInfo).port
  relay = createRelay(gateway, network)
  await relay.serve([port])
})
afterEach(async () => {
  await relay.close()
  target.close()
})

const onLinux = it.runIf(process.platform === 'linux')

onLinux('a caller of the network reaches what listens on loopback', async () => {
  expect(await say('hello')).toBe('HELLO')
})

onLinux('a caller from outside the network is cut off before a byte is passed', async () => {
  let heard = 0
  target.on('connection', () => {
    heard += 1
  })
  const answer = await say('hello', {from: stranger}).catch((error: unknown) => error)
  expect(answer === '' || answer instanceof Error).toBe(true)
  expect(await say('hello')).toBe('HELLO')
  expect(heard).toBe(1)
})

onLinux('this machine itself may call, whatever the network is', async () => {
  await relay.close()
  relay = createRelay(gateway, '10.99.0.0/16')
  await relay.serve([port])
  expect(await say('hello', {from: '127.0.0.1'})).toBe('HELLO')
})

onLinux('ports come and go with the lab', async () => {
  const second = await startTarget()
  const other = (second.address() as AddressInfo).port
  await relay.serve([port, other])
  expect(await say('a', {at: other})).toBe('A')
  await relay.serve([other])
  await expect(say('a')).rejects.toMatchObject({code: 'ECONNREFUSED'})
  expect(await say('a', {at: other})).toBe('A')
  second.close()
})

onLinux('where nothing listens behind it, the caller is told by the end of its connection', async () => {
  target.close()
  await once(target, 'close')
  const answer = await say('hello').catch((error: unknown) => error)
  expect(answer === '' || answer instanceof Error).toBe(true)
})

onLinux('a port that somebody else has is an error, and the others are served', async () => {
  const taken = createServer()
  taken.listen(0, gateway)
  await once(taken, 'listening')
  await expect(relay.serve([port, (taken.address() as AddressInfo).port])).rejects.toMatchObject({code: 'EADDRINUSE'})
  expect(await say('a')).toBe('A')
  taken.close()
})
