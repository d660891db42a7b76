import {expect, it} from 'vitest'
import {isEnvelope, memberText, unwrapEnvelope} from './envelope.js'

const unwrapped = (text: string) => unwrapEnvelope(Buffer.from(text))?.toString() ?? null

it('shows the payload with its own text: large numbers keep their digits', () => {
  const payload = '{"id": 12345678901234567890, "price": 1.10}'
  expect(unwrapped(`{"schema":{"type":"struct"},"payload":${payload}}`)).toBe(payload)
  expect(unwrapped(`{ "payload" : ${payload} , "schema" : null }`)).toBe(payload)
})

it('finds the payload also where its name, braces and quotes stand in other places', () => {
  expect(unwrapped('{"schema":{"doc":"\\"payload\\": {]"},"payload":[1,{"a":"}"}]}')).toBe('[1,{"a":"}"}]')
  expect(unwrapped('{"schema":{"payload":1},"\\u0070ayload":2}')).toBe('2')
})

it('shows a text without its quotes, and null as null', () => {
  expect(unwrapped('{"schema":{"type":"string"},"payload":"hello"}')).toBe('hello')
  expect(unwrapped('{"schema":null,"payload":null}')).toBeNull()
})

it.each(['{"schema":{},"payload":{},"more":1}', '{"payload":1}', '[1]', 'plain', '', '{"schema"', '{}', 'null'])(
  '%s is no envelope and stays what it is',
  text => {
    expect(unwrapped(text)).toBe(text)
  },
)

it('tells an envelope from an object that has more or less', () => {
  expect(isEnvelope({schema: 1, payload: 2})).toBe(true)
  expect(isEnvelope({schema: 1})).toBe(false)
  expect(isEnvelope(['schema', 'payload'])).toBe(false)
  expect(isEnvelope(null)).toBe(false)
})

it('finds a member by its name, and none that is not there', () => {
  expect(memberText('{"a":1,"b":[2]}', 'b')).toBe('[2]')
  expect(memberText('{"a":1}', 'b')).toBeUndefined()
  expect(memberText('{}', 'b')).toBeUndefined()
})
