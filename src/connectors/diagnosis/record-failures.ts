import {shellWord} from '../../platform/shell-word.js'
import {shapeWords} from '../../topics/record-shape.js'
import {
  type FailureFacts,
  type Fix,
  firstTopic,
  isDebezium,
  type KnownFailure,
  leaveOut,
  setting,
} from './known-failure.js'

const STRING_KEY = 'key.converter=org.apache.kafka.connect.storage.StringConverter'

/** What is in the topic is not what the connector was told to expect. */
export const recordFailures: readonly KnownFailure[] = [
  {
    id: 'key-is-no-json',
    pattern: /Converting byte\[\] to Kafka Connect data failed|schemas\.enable requires|Unrecognized token/,
    when: ({part}) => part === 'key',
    cause: (_match, facts) =>
      `the keys in ${topicOf(facts)} are ${what(facts, 'key')}, and the key converter wants Connect's JSON`,
    fix: (_match, {name}) => [setting(name, STRING_KEY)],
  },
  {
    id: 'registry-bytes',
    pattern: /Converting byte\[\] to Kafka Connect data failed|Unknown magic byte|schemas\.enable requires/,
    when: facts => firstTopic(facts)?.value === 'registry',
    cause: (_match, facts) =>
      `the values in ${topicOf(facts)} were written by a serialiser with a schema registry, and the converter wants JSON`,
    fix: (_match, facts) => [leaveOut(facts.name), `See them: msa topic tail ${topicOf(facts)} --from -5`],
  },
  {
    id: 'envelope-missing',
    pattern: /JsonConverter with schemas\.enable requires "schema" and "payload"/,
    cause: (_match, facts) =>
      `the values in ${topicOf(facts)} are ${what(facts, 'value')}; the connector wants Connect's envelope {"schema": …, "payload": …}`,
    fix: rewrite,
  },
  {
    id: 'value-is-no-json',
    pattern: /Converting byte\[\] to Kafka Connect data failed|JsonParseException|Unrecognized token/,
    cause: (_match, facts) =>
      `the values in ${topicOf(facts)} are ${what(facts, 'value')}; the connector wants Connect's envelope as JSON`,
    fix: rewrite,
  },
  {
    id: 'value-has-no-schema',
    pattern:
      /cannot be cast to class org\.apache\.kafka\.connect\.data\.Struct|HashMap cannot be cast|"data" is null|with a non-null Struct value|non-null Struct value schema/,
    cause: (_match, {config}) =>
      `a JDBC sink needs records with a schema, and ${converterOf(config, 'value')} gives none`,
    fix: (_match, facts) => [
      setting(
        facts.name,
        'value.converter=org.apache.kafka.connect.json.JsonConverter',
        'value.converter.schemas.enable=true',
      ),
      ...rewrite(_match, facts).slice(0, 1),
    ],
  },
  {
    id: 'null-key',
    pattern:
      /with no key fields defined|requires records with a non-null key|record_key.*(?:null|missing)|non-null key/,
    cause: (_match, facts) =>
      `the records in ${topicOf(facts)} have ${firstTopic(facts)?.key === 'nothing' ? 'no key' : 'no such key field'}, and the sink takes the primary key from it`,
    fix: (_match, facts) => [
      isDebezium(facts)
        ? setting(facts.name, 'primary.key.mode=record_value', `primary.key.fields=${idField(facts)}`)
        : setting(facts.name, 'pk.mode=record_value', `pk.fields=${idField(facts)}`),
      `Or append rows without a key: ${isDebezium(facts) ? setting(facts.name, 'primary.key.mode=none', 'insert.mode=insert') : setting(facts.name, 'pk.mode=none', 'insert.mode=insert')}`,
    ],
  },
  {
    id: 'transform-field',
    pattern: /(?:Unknown field|Field does not exist): (\S+)/,
    cause: ([, field], facts) =>
      `a transform wants the field ${field}, which the records in ${topicOf(facts)} do not have (they have ${firstTopic(facts)?.fields.join(', ') || 'none'})`,
    fix: (_match, facts) => [
      `See the transforms: msa connector config ${shellWord(facts.name)}`,
      `See the records: msa topic tail ${topicOf(facts)} --from -5`,
    ],
  },
  {
    id: 'record-too-large',
    pattern: /RecordTooLargeException|larger than .*max\.request\.size|larger than the max message size/,
    cause: () => 'a record is larger than what the worker may send (1 MiB)',
    fix: (_match, {name}) => [setting(name, 'producer.override.max.request.size=10485760')],
  },
]

function topicOf(facts: FailureFacts): string {
  return shellWord(firstTopic(facts)?.topic ?? facts.config.topics ?? 'the topic')
}

function what(facts: FailureFacts, part: 'key' | 'value'): string {
  const shape = firstTopic(facts)?.[part]
  return shape === undefined || shape === 'envelope' ? 'something else' : shapeWords(shape)
}

function converterOf(config: FailureFacts['config'], part: 'key' | 'value'): string {
  return (config[`${part}.converter`] ?? 'the converter').split('.').at(-1) ?? ''
}

function idField(facts: FailureFacts): string {
  const fields = firstTopic(facts)?.fields ?? []
  return fields.find(field => field === 'id') ?? fields[0] ?? 'id'
}

/** The bad record stays in the topic: it has to be left out before the good one behind it is read. */
function rewrite(_match: RegExpExecArray, facts: FailureFacts): Fix {
  const {sample, value} = firstTopic(facts) ?? {}
  const row = value === 'json' && sample !== undefined ? sample : '{"id": 1}'
  return [
    leaveOut(facts.name),
    `Write them in the envelope: msa topic produce ${topicOf(facts)} --envelope ${shellWord(row)}`,
  ]
}
