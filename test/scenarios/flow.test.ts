import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {FlowReport} from '../../src/flow/flow-leg.js'
import {bootServicesLab, type ServicesLab} from './services-lab.js'

describe('check flow, on the real way', () => {
  let lab: ServicesLab
  beforeAll(async () => {
    lab = await bootServicesLab({kafka: {}, connect: {}, zipkin: {}})
  })
  afterAll(() => lab?.close())

  const check = async (...flags: string[]) => {
    const {exitCode, stdout, stderr} = await lab.run('check', 'flow', '--json', '--timeout', '30', ...flags)
    expect([0, 3], stdout + stderr).toContain(exitCode)
    const report = JSON.parse(stdout) as FlowReport
    const broken = report.legs.find(leg => leg.state === 'broken')
    return {exitCode, legs: report.legs.map(({leg, state}) => `${leg} ${state}`), broken, report}
  }
  const typed = async (line = '') => {
    const [, ...words] = line.replace(/^[^:]*: (?=msa )/, '').split(' ')
    expect(await lab.run(...words), line).toHaveEndedWith(0)
  }
  const allGreen = ['http passed', 'topic passed', 'table passed', 'trace passed']

  it('is green on the lab as it boots: order-service writes the table itself, and an event to Kafka', async () => {
    const {legs, report, exitCode} = await check()
    expect(legs, JSON.stringify(report)).toEqual(allGreen)
    expect(exitCode).toBe(0)
    expect(report.legs[1]).toMatchObject({seen: expect.stringContaining('order-placed[')})
  })

  it('names the table where orders are kept in memory, and its fix leads to Kafka', async () => {
    await lab.configure('order-service', {'order.storage': 'memory'})
    const {legs, broken, exitCode} = await check()
    expect(legs).toEqual(['http passed', 'topic passed', 'table broken', 'trace not tried'])
    expect(exitCode).toBe(3)
    await typed(broken?.tryThis[1])
  })

  it('names the table where no sink writes the topic, and is green when its fix was typed', async () => {
    const {broken} = await check()
    expect(broken).toMatchObject({leg: 'table', reason: 'no connector writes orders into the database'})
    await typed(broken?.tryThis[0])
    const {legs, report} = await check()
    expect(legs, JSON.stringify(report)).toEqual(allGreen)
    expect(report.legs[2]).toMatchObject({seen: expect.stringContaining('by orders-sink')})
  })

  it('names a sink that is stopped at once, and its fix mends it', async () => {
    await lab.run('connector', 'stop', 'orders-sink')
    const {broken, report} = await check()
    expect(broken).toMatchObject({leg: 'table', reason: 'the connector orders-sink is STOPPED'})
    expect(report.ms).toBeLessThan(10_000)
    await typed(broken?.tryThis[0])
    expect((await check()).legs).toEqual(allGreen)
  })

  it('follows a row through both connectors, and names what is missing first', async () => {
    const row = (...flags: string[]) => check('--row', 'mydb.users', ...flags)
    const noSource = await row()
    expect(noSource.broken).toMatchObject({leg: 'topic', reason: 'no source connector reads mydb.users'})
    await typed(noSource.broken?.tryThis[0])
    const noSink = await row()
    expect(noSink.broken).toMatchObject({
      leg: 'table',
      reason: 'no connector writes my_topic_users into the database',
    })
    await typed(noSink.broken?.tryThis[0])
    const {legs, report} = await row()
    expect(legs, JSON.stringify(report)).toEqual(['row passed', 'topic passed', 'table passed'])
    expect(report.legs[2]).toMatchObject({seen: expect.stringContaining('my_topic_users: the row')})
  })

  it('names a source that is paused, and the trace where Zipkin is away', async () => {
    await lab.run('connector', 'pause', 'users-source')
    expect((await check('--row', 'mydb.users')).broken).toMatchObject({
      leg: 'topic',
      reason: 'the connector users-source is PAUSED',
    })
    await lab.run('stop', 'zipkin')
    expect((await check()).broken).toMatchObject({leg: 'trace', reason: expect.stringContaining('nothing answers at')})
  })
})
