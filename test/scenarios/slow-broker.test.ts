import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest'
import {brokerLab} from './broker-lab.js'
import {startProxy, type TcpProxy} from './tcp-proxy.js'
import {until} from './until.js'

const lab = brokerLab(['zookeeper', 'kafka'])

describe('F54: a broker that is half open, slow, or cut in the middle of an answer', () => {
  let proxy: TcpProxy
  beforeAll(async () => {
    proxy = await startProxy(lab.ports.kafka)
    await lab.ok('topic', 'create', 'far')
  })
  beforeEach(() => {
    proxy.weather = {kind: 'fair'}
  })
  afterAll(() => proxy?.close())

  const through = () => ['--brokers', `127.0.0.1:${proxy.port}`]
  const values = (stdout: string) => stdout.split('\n').filter(line => line !== '')

  it.each([
    ['topic', 'list'],
    ['topic', 'describe', 'far'],
    ['topic', 'tail', 'far', '--from', 'beginning', '--until', 'end'],
    ['topic', 'produce', 'far', 'lost'],
  ])('half open, %s %s ends with the time-out and says so', async (...command) => {
    proxy.weather = {kind: 'silent'}
    const {exitCode, stderr, ms} = await lab.run(...command, ...through())
    expect(exitCode).toBeGreaterThan(0)
    expect(stderr).toContain(`no Kafka broker answers at 127.0.0.1:${proxy.port}`)
    expect(stderr).toContain('no answer within 10 s')
    expect(ms).toBeLessThan(30_000)
  })

  it('half open, consumer groups are not waited for longer', async () => {
    proxy.weather = {kind: 'silent'}
    const {exitCode, stderr, ms} = await lab.run('group', 'list', ...through())
    expect(exitCode).toBeGreaterThan(0)
    expect(stderr).toContain(`no Kafka broker answers at 127.0.0.1:${proxy.port}`)
    expect(ms).toBeLessThan(20_000)
  })

  it('slow, everything comes all the same', async () => {
    await lab.ok('topic', 'produce', 'far', 'a', 'b', 'c')
    proxy.weather = {kind: 'slow', delayMs: 400}
    const tail = ['topic', 'tail', 'far', '--from', 'beginning', '--until', 'end', '--raw']
    expect(values(await lab.ok(...tail, ...through()))).toEqual(['a', 'b', 'c'])
    expect(await lab.ok('topic', 'list', ...through())).toContain('far')
  })

  it('half open while it is followed, that is said once, and nothing is missing or twice when it is back', async () => {
    const tail = lab.start('topic', 'tail', 'far', '--from', 'beginning', '--raw', ...through())
    await until('the first are shown', () => tail.output().includes('c\n'))
    proxy.weather = {kind: 'silent'}
    await lab.ok('topic', 'produce', 'far', 'd', 'e')
    await until('it is said', () => tail.output().includes('no answer within 10 s'), 40_000)
    proxy.weather = {kind: 'fair'}
    await until('the rest is shown', () => tail.output().includes('e\n'), 40_000)
    tail.child.kill('SIGINT')
    const {exitCode, stdout, stderr} = await tail.ended
    expect(exitCode).toBe(0)
    expect(values(stdout)).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(stderr.match(/no answer within 10 s/g)).toHaveLength(1)
  })

  it('cut in the middle of a batch, it goes on where it was: no gap, and nothing twice', async () => {
    await lab.ok('topic', 'create', 'big')
    const big = Array.from({length: 8}, (_, index) => `${index}${'x'.repeat(200_000)}`)
    await lab.runWith(big.join('\n'), 'topic', 'produce', 'big')
    proxy.weather = {kind: 'cut', afterBytes: 700_000}
    const tail = lab.start('topic', 'tail', 'big', '--from', 'beginning', '-n', '8', '--raw', ...through())
    await until('it was cut', () => proxy.cuts() > 0, 30_000)
    proxy.weather = {kind: 'fair'}
    const {exitCode, stdout} = await tail.ended
    expect(exitCode).toBe(0)
    expect(values(stdout).map(value => value.slice(0, 2))).toEqual(big.map(value => value.slice(0, 2)))
    expect(values(stdout)).toEqual(big)
  })
})
