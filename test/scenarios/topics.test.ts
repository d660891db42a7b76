import {execFileSync} from 'node:child_process'
import {expect, it} from 'vitest'
import {brokerLab} from './broker-lab.js'
import {until} from './until.js'

const lab = brokerLab(['zookeeper', 'kafka'])
const tail = (...words: string[]) => lab.ok('topic', 'tail', ...words, '--from', 'beginning', '--until', 'end')

it.each(['lz4', 'zstd', 'snappy', 'gzip'])('reads what librdkafka packed with %s, byte for byte', async codec => {
  const topic = `from-kcat-${codec}`
  await lab.ok('topic', 'create', topic)
  const lines = Array.from({length: 20_000}, (_, index) => `line ${index} of a text that packs well\n`).join('')
  execFileSync('kcat', ['-P', '-b', `127.0.0.1:${lab.ports.kafka}`, '-t', topic, '-z', codec], {input: lines})
  expect(await tail(topic, '--raw')).toBe(lines)
})

it.each(['none', 'gzip', 'snappy'])('reads what it wrote with %s, byte for byte', async codec => {
  const topic = `codec-${codec}`
  await lab.ok('topic', 'create', topic, '--partitions', '3')
  await lab.ok('topic', 'produce', topic, 'a', '', 'é\u001b[2J', '--key', 'k', '--compression', codec)
  expect(await tail(topic, '--raw')).toBe('a\n\né\u001b[2J\n')
  expect(await tail(topic)).not.toContain('\u001b')
})

it('B95, B101: creates no topic by looking, and leaves no group behind', async () => {
  expect(await lab.run('topic', 'tail', 'codec-gzi')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('did you mean "codec-gzip"'),
  })
  expect((await lab.json<{topic: string}[]>('topic', 'list')).map(({topic}) => topic)).not.toContain('codec-gzi')
  expect(await lab.json('group', 'list')).toEqual([])
})

it('B97, B102: refuses partitions and replicas that there are not, before anything is sent', async () => {
  expect((await lab.run('topic', 'tail', 'codec-none', '--partition', '99')).stderr).toContain('has no partition 99')
  expect((await lab.run('topic', 'create', 'r3', '--replication-factor', '3')).stderr).toContain(
    'the cluster has one broker',
  )
})

it('T19: prints again what it can read again', async () => {
  await lab.ok('topic', 'create', 'copy')
  await lab.ok('topic', 'produce', 'copy', '=cmd()', '--key', 'k', '--header', 'a=1')
  const line = await tail('copy', '--json')
  await lab.runWith(line, 'topic', 'produce', 'copy', '--input-format', 'ndjson')
  const [first, second] = (await tail('copy', '--template', '%k %s %h')).trimEnd().split('\n')
  expect(first).toBe('k =cmd() a=1')
  expect(second).toBe(first)
})

it('P23, F53: survives the loss of the broker, says so once, and leaves nothing out', async () => {
  await lab.ok('topic', 'create', 'lost')
  const follow = lab.start('topic', 'tail', 'lost', '--from', 'beginning', '--raw')
  await lab.ok('topic', 'produce', 'lost', 'record-one')
  await until('the first is shown', () => follow.output().includes('record-one'))
  await lab.ok('restart', 'kafka')
  await lab.ok('topic', 'produce', 'lost', 'record-two')
  await until('the second is shown', () => follow.output().includes('record-two'), 60_000)
  follow.child.kill('SIGINT')
  const ended = await follow.ended
  expect(ended).toMatchObject({exitCode: 0, stdout: 'record-one\nrecord-two\n'})
  expect(ended.stderr.match(/trying again until it is back/g)).toHaveLength(1)
  expect(ended.stderr).toContain('nothing is left out')
})
