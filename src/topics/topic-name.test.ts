import {describe, expect, it} from 'vitest'
import {parseBrokerList} from './broker-list.js'
import {byHand} from './by-hand.js'
import {parseConfigPairs} from './config-pairs.js'
import {isPattern, missingTopic, selectTopics} from './select-topics.js'
import {parsePartitions} from './tail-flags.js'
import {checkTopicName, clashingTopic} from './topic-name.js'

const topics = ['orders', 'orders-copy', 'my_topic_users', '__consumer_offsets'].map(name => ({
  name,
  isInternal: name.startsWith('__'),
  errorCode: 0,
  partitions: [{partition: 0, leader: 0, replicas: [0], inSyncReplicas: [0], errorCode: 0}],
}))

describe('names of topics', () => {
  it.each(['', '.', '..', 'a'.repeat(250), 'a b', 'a/b', 'é', 'a\u001b[2J', '$(id)', 'a*', '💥'])(
    'B94: "%s" is refused before a broker is asked',
    name => {
      expect(() => checkTopicName(name)).toThrowError(expect.objectContaining({code: 'E_INPUT'}))
    },
  )

  it.each(['a', 'a'.repeat(249), 'A-b_c.9', '-x', '...'])('B94: "%s" is Kafka\'s own rule', name => {
    expect(checkTopicName(name)).toBe(name)
  })

  it('B94: proposes the name that was probably meant', () => {
    expect(() => checkTopicName('my topic/1')).toThrowError(
      expect.objectContaining({suggestions: ['Name it my-topic-1']}),
    )
  })

  it('B94: warns of a.b beside a_b, whose metrics cannot be told apart', () => {
    expect(clashingTopic('a.b', ['x', 'a_b'])).toBe('a_b')
    expect(clashingTopic('a.b', ['a.b', 'ab'])).toBeUndefined()
  })

  it('B95: tells the nearest name and how to create it', () => {
    expect(missingTopic('oders', ['orders', 'users'])).toMatchObject({
      code: 'E_FAILED',
      message: 'there is no topic oders',
      details: ['did you mean "orders"?', 'There are: orders, users'],
      suggestions: ['Create it: msa topic create oders', 'See all of them: msa topic list --internal'],
    })
  })

  it('takes patterns for what they are, and never shows internal topics by accident', async () => {
    expect([isPattern('orders*'), isPattern('^o'), isPattern('a.b')]).toEqual([true, true, false])
    expect(await selectTopics(['*'], topics)).toEqual({
      topics: ['orders', 'orders-copy', 'my_topic_users'],
      missing: [],
    })
    expect(await selectTopics(['^orders$', 'none', 'x*'], topics)).toEqual({
      topics: ['orders'],
      missing: ['none', 'x*'],
    })
    expect((await selectTopics(['__*'], topics)).topics).toEqual(['__consumer_offsets'])
  })
})

describe('other things that are typed', () => {
  it.each(['-1', '0,0,x', '', 'a', '1.5', '0,', '99999999999'])('B97: --partition "%s" is refused', text => {
    expect(() => parsePartitions(text)).toThrowError(/--partition does not understand/)
  })

  it('B97: partitions are taken once each', () => {
    expect(parsePartitions('0,2,0')).toEqual([0, 2])
    expect(parsePartitions(undefined)).toBeUndefined()
  })

  it('reads addresses of brokers', () => {
    expect(parseBrokerList('127.0.0.1:9092, [::1]:9093')).toEqual([
      {host: '127.0.0.1', port: 9092},
      {host: '::1', port: 9093},
    ])
    for (const bad of ['localhost', 'a:0', 'a:65536', '', 'a:b', ':9092'])
      expect(() => parseBrokerList(bad)).toThrowError(/is not the address of a broker/)
  })

  it('reads settings, empty ones too', () => {
    expect(parseConfigPairs(['a=b=c', 'd='], '--config')).toEqual(
      new Map([
        ['a', 'b=c'],
        ['d', ''],
      ]),
    )
    expect(() => parseConfigPairs(['=x'], '--config')).toThrowError('--config wants NAME=VALUE, not "=x"')
  })

  it('T31: what --show prints can be pasted, whatever a name holds', () => {
    expect(byHand({tool: 'kafka-topics', words: ['--topic', "a'; rm -rf $(x)"]}, [{host: 'h', port: 1}])).toBe(
      `kafka-topics.sh --bootstrap-server h:1 --topic 'a'\\''; rm -rf $(x)'`,
    )
  })
})
