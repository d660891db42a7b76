import {describe, expect, it} from 'vitest'
import {brokerLab} from './broker-lab.js'

const lab = brokerLab(['zookeeper', 'kafka', 'connect'])

type Config = Readonly<Record<string, string>>
const sink: Config = {'connector.class': 'org.apache.kafka.connect.file.FileStreamSinkConnector', file: '/dev/null'}
const toKey = {'transforms.x.type': 'org.apache.kafka.connect.transforms.ValueToKey', 'transforms.x.fields': 'id'}
const deadLetters = {'errors.tolerance': 'all', 'errors.deadletterqueue.topic.name': 'dead'}

interface Refusal {
  readonly what: string
  readonly config: Config
  readonly field: string
  readonly words: RegExp
}

const refusals: readonly Refusal[] = [
  {what: 'B87: no task', config: {topics: 't', 'tasks.max': '0'}, field: 'tasks.max=0', words: /at least 1/},
  {
    what: 'B87: less than no task',
    config: {topics: 't', 'tasks.max': '-1'},
    field: 'tasks.max=-1',
    words: /at least 1/,
  },
  {
    what: 'B87: tasks as a word',
    config: {topics: 't', 'tasks.max': 'abc'},
    field: 'tasks.max=abc',
    words: /Not a number/,
  },
  {what: 'B88: no topics', config: {}, field: 'topics', words: /one of topics or topics\.regex/},
  {
    what: 'B88: topics by name and by pattern',
    config: {topics: 't', 'topics.regex': 'a.*'},
    field: 'topics.regex=a.*',
    words: /mutually exclusive/,
  },
  {
    what: 'B88: its dead letters among its topics',
    config: {topics: 't,dead', ...deadLetters},
    field: 'topics=t,dead',
    words: /DLQ topic 'dead' may not be included/,
  },
  {
    what: 'B89: a transform without a class',
    config: {topics: 't', transforms: 'x'},
    field: 'transforms.x.type',
    words: /Missing required configuration/,
  },
  {
    what: 'B89: a transform twice',
    config: {topics: 't', transforms: 'x,x', ...toKey},
    field: 'transforms=x,x',
    words: /Duplicate alias/,
  },
  {
    what: 'B89: a transform of an unknown class',
    config: {topics: 't', transforms: 'x', 'transforms.x.type': 'org.none.Such'},
    field: 'transforms.x.type=org.none.Such',
    words: /could not be found/,
  },
  {
    what: 'B89: a predicate without a class',
    config: {topics: 't', predicates: 'p'},
    field: 'predicates.p.type',
    words: /Missing required configuration/,
  },
  {
    what: 'B89: a predicate of an unknown class',
    config: {topics: 't', predicates: 'p', 'predicates.p.type': 'org.none.Such'},
    field: 'predicates.p.type=org.none.Such',
    words: /could not be found/,
  },
  {
    what: 'B89: a predicate that is not there, which the worker lets pass',
    config: {topics: 't', transforms: 'x', ...toKey, 'transforms.x.predicate': 'nope'},
    field: 'transforms.x.predicate=nope',
    words: /There is no predicate nope/,
  },
  {
    what: 'B90: an unknown converter',
    config: {topics: 't', 'value.converter': 'org.none.Converter'},
    field: 'value.converter=org.none.Converter',
    words: /could not be found/,
  },
  {
    what: 'B90: an abstract converter',
    config: {topics: 't', 'key.converter': 'org.apache.kafka.connect.storage.Converter'},
    field: 'key.converter=org.apache.kafka.connect.storage.Converter',
    words: /abstract/,
  },
  {
    what: 'B90: something else than a converter',
    config: {topics: 't', 'header.converter': 'java.lang.String'},
    field: 'header.converter=java.lang.String',
    words: /does not implement the HeaderConverter/,
  },
]

describe('what a connector must not be is refused by its field, and nothing is sent', () => {
  it.each(refusals)('$what', async ({config, field, words}) => {
    lab.write('bad.json', {name: 'bad', config: {...sink, ...config}})
    const {exitCode, stderr} = await lab.run('connector', 'add', 'bad.json')
    expect(exitCode).toBe(2)
    const [title = '', ...rest] = stderr.split('\n')
    expect(title).toMatch(/^msa: bad was not sent: \d settings? (?:is|are) refused$/)
    const line = rest.find(each => each.startsWith(`  ${field}:`))
    expect(line, stderr).toMatch(words)
    expect(stderr.match(/^ {2}try: /gm), 'one block').toHaveLength(1)
    expect(stderr).not.toMatch(/Exception|\tat /)
    expect(await lab.json('connector', 'list')).toEqual([])
  })
})
