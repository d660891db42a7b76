import {expect, it} from 'vitest'
import {alterRequest} from './alter-flags.js'
import {byHand, type HandCommand} from './by-hand.js'
import {consumerByHand} from './consumer-by-hand.js'
import {encloseByValue} from './enclose.js'
import {resetByHand} from './groups-by-hand.js'
import {countRecords} from './plan-produce.js'
import {produceSource} from './produce-flags.js'
import {producerByHand} from './producer-by-hand.js'
import type {StartPosition} from './start-position.js'
import {type TailFlags, tailRequest} from './tail-flags.js'
import {alterByHand, createByHand, deleteByHand, describeByHand, listByHand, topicRegex} from './topics-by-hand.js'

const brokers = [{host: 'localhost', port: 9092}]
const lines = (...commands: HandCommand[]) =>
  commands.map(command => byHand(command, brokers).replace(' --bootstrap-server localhost:9092', ''))

it('creates each topic by a call of its own', () => {
  const config = new Map([['retention.ms', '60000']])
  const request = {topics: ['a', 'b', 'a'], partitions: 3, replicationFactor: undefined, config, ifNotExists: true}
  expect(lines(...createByHand({...request, dryRun: false}))).toEqual([
    'kafka-topics.sh --create --topic a --partitions 3 --config retention.ms=60000 --if-not-exists',
    'kafka-topics.sh --create --topic b --partitions 3 --config retention.ms=60000 --if-not-exists',
  ])
})

it('changes settings and partitions by the tools that do', () => {
  const flags = {config: ['a=1', 'cleanup.policy=compact,delete'], unset: ['b', 'c'], partitions: 6, 'dry-run': false}
  expect(lines(...alterByHand(alterRequest('orders', flags)))).toEqual([
    'kafka-topics.sh --alter --topic orders --partitions 6',
    "kafka-configs.sh --alter --entity-type topics --entity-name orders --add-config 'a=1,cleanup.policy=[compact,delete]' --delete-config b,c",
  ])
})

it.each([
  ['test-*', 'test-.*'],
  ['a.b', 'a\\.b'],
  ['t?', 't.'],
  ['^orders', '^orders.*'],
  ['^orders$', '^orders$'],
])('writes the name or pattern %s as %s', (word, regex) => {
  expect(topicRegex([word])).toBe(regex)
})

it('looks at those that the words mean, Kafka’s own only when they do', () => {
  expect(lines(describeByHand(['test-*', 'a.b']), describeByHand(['__consumer*']), describeByHand(['orders']))).toEqual(
    [
      "kafka-topics.sh --describe --topic 'test-.*|a\\.b' --exclude-internal",
      "kafka-topics.sh --describe --topic '__consumer.*'",
      'kafka-topics.sh --describe --topic orders',
    ],
  )
  expect(lines(listByHand([], false), listByHand([], true), listByHand(['o*'], false))).toEqual([
    'kafka-topics.sh --list --exclude-internal',
    'kafka-topics.sh --list',
    "kafka-topics.sh --list --topic 'o.*' --exclude-internal",
  ])
})

it('deletes what was found, by name', () => {
  expect(lines(...deleteByHand(['test-1', 'test.2']))).toEqual([
    'kafka-topics.sh --delete --topic test-1',
    "kafka-topics.sh --delete --topic 'test\\.2'",
  ])
})

const found = [
  {topic: 'orders', partition: 0, from: 4, to: 2},
  {topic: 'orders', partition: 1, from: 9, to: 7},
  {topic: 'users', partition: 0, from: 1, to: 0},
]
const reset = (to: StartPosition, more: {dryRun?: boolean; partitions?: number[]} = {}) =>
  lines(...resetByHand({group: 'g', topics: [], partitions: undefined, dryRun: false, to, ...more}, found))

it('moves the group in the topics that were found to where it was told', () => {
  expect(reset({kind: 'beginning'})).toEqual([
    'kafka-consumer-groups.sh --reset-offsets --group g --topic orders --topic users --to-earliest --execute',
  ])
  expect(reset({kind: 'time', timestampMs: 0}, {partitions: [0, 1]})).toEqual([
    'kafka-consumer-groups.sh --reset-offsets --group g --topic orders:0,1 --topic users:0,1 --to-datetime 1970-01-01T00:00:00.000Z --execute',
  ])
})

it('executes nothing in a dry run', () => {
  expect(reset({kind: 'offset', offset: 7}, {dryRun: true})).toEqual([
    'kafka-consumer-groups.sh --reset-offsets --group g --topic orders --topic users --to-offset 7 --dry-run',
  ])
})

it('tells each partition its offset where the tool has no word for the place', () => {
  expect(reset({kind: 'last', count: 2})).toEqual([
    'kafka-consumer-groups.sh --reset-offsets --group g --topic orders:0 --to-offset 2 --execute',
    'kafka-consumer-groups.sh --reset-offsets --group g --topic orders:1 --to-offset 7 --execute',
    'kafka-consumer-groups.sh --reset-offsets --group g --topic users:0 --to-offset 0 --execute',
  ])
})

const tailFlags: TailFlags = {
  ...{from: 'end', uncommitted: false, wait: false, 'check-crcs': false, json: false, raw: false, envelope: false},
  ...{headers: false, 'offset-info': false, key: 'auto', value: 'auto'},
} as const
async function tail(topics: string[], flags: Partial<TailFlags>) {
  const {request, accepts} = await tailRequest(topics, {...tailFlags, ...flags}, Date.now())
  return lines(consumerByHand(request, accepts !== undefined))[0]
}

it('follows a topic, or those of a pattern, committed records only', async () => {
  expect(await tail(['orders'], {from: 'beginning', count: 5})).toBe(
    'kafka-console-consumer.sh --topic orders --from-beginning --max-messages 5 --isolation-level read_committed',
  )
  expect(await tail(['my_*', 'a.b'], {uncommitted: true})).toBe("kafka-console-consumer.sh --include 'my_.*|a\\.b'")
  expect(await tail(['orders'], {partition: '2', from: '40', uncommitted: true})).toBe(
    'kafka-console-consumer.sh --topic orders --partition 2 --offset 40',
  )
})

it('says what the tool cannot do', async () => {
  expect(await tail(['orders'], {from: '-10', until: 'end', grep: 'x', uncommitted: true})).toBe(
    'kafka-console-consumer.sh --topic orders # it cannot do: --from, --until, filters of records',
  )
})

const produceFlags = {'input-format': 'lines', tombstone: false, compression: 'none', acks: 'all'} as const
const produce = (values: string[], flags: object, enclose?: ReturnType<typeof encloseByValue>) =>
  lines(producerByHand('orders', values, {...produceFlags, ...flags}, enclose))[0]

it('writes the values with their key and headers', () => {
  expect(produce(['one', 'two words'], {})).toBe(
    "printf '%s\\n' one 'two words' | kafka-console-producer.sh --topic orders",
  )
  expect(produce(['v'], {key: 'a:b', header: ['h=1', 'i=2'], acks: '1', compression: 'gzip'})).toBe(
    "printf '%s\\n' 'h:1,i:2;a:b=v' | kafka-console-producer.sh --topic orders --property parse.headers=true --property 'headers.delimiter=;' --property parse.key=true --property key.separator== --request-required-acks 1 --compression-codec gzip",
  )
})

it('writes a tombstone, an enveloped row, a file', () => {
  expect(produce([], {tombstone: true, key: 'k'})).toBe(
    "printf '%s\\n' k:NULL | kafka-console-producer.sh --topic orders --property parse.key=true --property key.separator=: --property null.marker=NULL",
  )
  expect(produce(['{"id": 1}'], {}, encloseByValue('t'))).toContain('"payload":{"id":1}}\' |')
  expect(produce([], {input: 'my file', 'key-separator': ':'})).toBe(
    "kafka-console-producer.sh --topic orders --property parse.key=true --property key.separator=: < 'my file'",
  )
})

it('says what the console producer cannot do', () => {
  expect(produce(['{{n}}'], {count: 9, rate: 2, partition: 1})).toBe(
    'kafka-console-producer.sh --topic orders # it cannot do: --count, --rate, --partition',
  )
  expect(produce([], {key: 'k'})).toBe('kafka-console-producer.sh --topic orders # it cannot do: --key')
})

const planned = (values: string[], flags: object) =>
  countRecords('orders', produceSource(values, {...produceFlags, ...flags}, process.stdin, undefined), 3)

it('counts what would be written by partition, as the producer chooses them', async () => {
  expect(await planned(['a', 'bb'], {})).toEqual({records: 2, bytes: 3, anywhere: 2, partitions: []})
  expect(await planned(['a', 'bb'], {partition: 2})).toMatchObject({partitions: [{partition: 2, records: 2}]})
  expect(await planned(['x'], {count: 50, key: 'user-{{n}}'})).toMatchObject({
    records: 50,
    anywhere: 0,
    partitions: [{partition: 0}, {partition: 1}, {partition: 2}],
  })
})

it('refuses in a plan what would be refused in earnest', async () => {
  await expect(planned(['a'], {partition: 3})).rejects.toThrow('orders has no partition 3')
  await expect(planned(['no separator'], {'key-separator': ':'})).rejects.toThrow('there is no ":"')
})
