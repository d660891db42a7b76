import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {LabEvent} from '../../src/lab/events.js'
import {openLab, type TestLab} from './lab.js'

const offset = 1_500
const management = `http://127.0.0.1:${15_672 + offset}/api`
const queues = {classic: {}, quorum: {'x-queue-type': 'quorum'}}
const count = 100

describe('RabbitMQ', () => {
  it('100 persistent messages of a durable queue are there after down and up, although the stop waits for nothing', async () => {
    const lab = await openLab()
    writeFileSync(join(lab.folder, 'msa.yml'), 'version: 1\n')
    await up(lab)
    for (const [queue, options] of Object.entries(queues)) await fill(queue, options)
    expect(await lab.run('down')).toHaveEndedWith(0)
    // RabbitMQ by itself waits 5 s for its management plug-in, and Erlang another one.
    expect(stopMs(lab)).toBeLessThan(5000)
    expect(lab.processes(), 'no epmd is left').toEqual([])
    await up(lab)
    for (const queue of Object.keys(queues)) expect(await messagesOf(queue)).toEqual(expected(queue))
  })
})

async function up(lab: TestLab): Promise<void> {
  expect(await lab.run('up', 'rabbitmq', '--port-offset', String(offset), '--yes')).toHaveEndedWith(0)
}

async function fill(queue: string, options: Readonly<Record<string, string>>): Promise<void> {
  await call('PUT', `/queues/%2F/${queue}`, {durable: true, arguments: options})
  for (const payload of expected(queue))
    await call('POST', '/exchanges/%2F/amq.default/publish', {
      ...{properties: {delivery_mode: 2}, routing_key: queue},
      ...{payload, payload_encoding: 'string'},
    })
}

function expected(queue: string): string[] {
  return Array.from({length: count}, (_, index) => `${queue} ${index}`)
}

async function messagesOf(queue: string): Promise<string[]> {
  const wish = {count: count + 1, ackmode: 'ack_requeue_false', encoding: 'auto'}
  const messages = (await call('POST', `/queues/%2F/${queue}/get`, wish)) as {readonly payload: string}[]
  return messages.map(({payload}) => payload)
}

async function call(method: string, path: string, body: unknown): Promise<unknown> {
  const authorization = `Basic ${Buffer.from('guest:guest').toString('base64')}`
  const response = await fetch(management + path, {
    ...{method, body: JSON.stringify(body)},
    headers: {authorization, 'content-type': 'application/json'},
  })
  const text = await response.text()
  expect(response.ok, `${method} ${path}: ${text}`).toBe(true)
  return text === '' ? undefined : JSON.parse(text)
}

function stopMs(lab: TestLab): number {
  const events = lab
    .events()
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as LabEvent)
  const at = (phase: string) => {
    const event = events.findLast(
      ({type, ...rest}) => type === 'state' && 'state' in rest && rest.state.phase === phase,
    )
    return Date.parse(event?.at ?? '')
  }
  return at('stopped') - at('stopping')
}
