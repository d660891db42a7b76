import {spawn} from 'node:child_process'
import {createServer, type Server} from 'node:net'
import {afterEach, describe, expect, it} from 'vitest'
import type {ProbeQuestion} from '../probes/probe.js'
import {type HealthTranslation, healthCheckOf} from './compose-health.js'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** Answers every connection with these bytes once it was asked something; its port. */
async function answering(answer: string | Buffer): Promise<number> {
  const server = createServer(socket => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(answer))
  })
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

function translate(question: ProbeQuestion, port = 1): HealthTranslation {
  return healthCheckOf({readiness: question}, {ports: {main: port}, configDir: '/msa/config'})
}

/** Runs the check as the engine does; its exit code. */
async function run(question: ProbeQuestion, port: number): Promise<number> {
  const {check} = translate(question, port)
  const [, command = '', ...args] = check?.test ?? []
  const child = spawn(command, args, {stdio: 'ignore'})
  return new Promise(resolve => child.once('close', code => resolve(code ?? -1)))
}

/** Kafka's answer to a request for metadata, version 1: brokers, controller, no topic. */
function metadata(brokers: number, controller: number): Buffer {
  const broker = Buffer.concat([
    Buffer.from([0, 0, 0, 0, 0, 1]),
    Buffer.from('k'),
    Buffer.from([0, 0, 35, 132, 255, 255]),
  ])
  const count = Buffer.alloc(4)
  count.writeInt32BE(brokers)
  const end = Buffer.alloc(8)
  end.writeInt32BE(controller)
  const body = Buffer.concat([Buffer.from([0, 0, 0, 1]), count, ...Array.from({length: brokers}, () => broker), end])
  const size = Buffer.alloc(4)
  size.writeInt32BE(body.length)
  return Buffer.concat([size, body])
}

const http: ProbeQuestion = {kind: 'http', port: 'main', path: '/health', expectStatus: 200}
const kafka: ProbeQuestion = {kind: 'kafka', port: 'main', minBrokers: 1}
const zookeeper: ProbeQuestion = {kind: 'zookeeper', port: 'main'}
const amqp: ProbeQuestion = {kind: 'amqp', port: 'main'}
const both: ProbeQuestion = {kind: 'all', of: [{kind: 'tcp', port: 'main'}, http]}

describe('a health check inside a container', () => {
  it.each([
    ['HTTP 200', http, 'HTTP/1.1 200 OK\r\n\r\n', 0],
    ['HTTP 503', http, 'HTTP/1.1 503 Service Unavailable\r\n\r\n', 1],
    [
      'a redirection, where any answer below 400 will do',
      {...http, expectStatus: undefined},
      'HTTP/1.1 302 Found\r\n\r\n',
      0,
    ],
    ['HTTP 404, where any answer below 400 will do', {...http, expectStatus: undefined}, 'HTTP/1.1 404 No\r\n\r\n', 1],
    ['imok', zookeeper, 'imok', 0],
    ['another word of ZooKeeper', zookeeper, 'This', 1],
    ['a broker that has a controller', kafka, metadata(1, 0), 0],
    ['a broker without a controller yet', kafka, metadata(1, -1), 1],
    ['no broker', kafka, metadata(0, 0), 1],
    ['the first frame of AMQP', amqp, Buffer.from([1, 0, 0]), 0],
    ['the header of another version of AMQP', amqp, 'AMQP', 1],
    ['two questions with a yes', both, 'HTTP/1.1 200 OK\r\n\r\n', 0],
    ['two questions, the second with a no', both, 'HTTP/1.1 500 No\r\n\r\n', 1],
  ] as [string, ProbeQuestion, string | Buffer, number][])(
    'takes %s for what it is',
    async (_, question, answer, code) => {
      expect(await run(question, await answering(answer))).toBe(code)
    },
  )

  it.each([http, kafka, zookeeper, amqp, both, {kind: 'tcp', port: 'main'}] as ProbeQuestion[])(
    'says no where nobody listens ($kind)',
    async question => {
      const port = await answering('')
      await new Promise(resolve => servers.pop()?.close(resolve))
      expect(await run(question, port)).not.toBe(0)
    },
  )

  it('reads the password where it lies, and has it in no argument', () => {
    const {check} = translate({kind: 'mariadb', port: 'main', user: 'health', passwordFile: 'password'}, 3306)
    expect(check?.test.join(' ')).toContain('MYSQL_PWD="$(cat /msa/config/password)"')
  })

  it('counts no failure until the component may take no longer', () => {
    const startup = {kind: 'tcp', port: 'main', periodMs: 200, failureThreshold: 450} as const
    const given = {startup, readiness: http}
    const {check} = healthCheckOf(given, {ports: {main: 1}, configDir: ''})
    expect(check).toMatchObject({start_period: '90s'})
  })

  it('is not to be had for a line of a log, and says so', () => {
    expect(translate({kind: 'log', pattern: 'started'})).toEqual({
      check: undefined,
      because: 'its health is a line of its log, which nobody inside reads',
    })
  })
})
