import {describe, expect, it} from 'vitest'
import {encloseByTable, encloseByValue} from './enclose.js'

const column = (name: string, type: string, nullable = true, hasDefault = false) => ({name, type, nullable, hasDefault})
const users = encloseByTable('users', [
  column('id', 'int(11)', false, true),
  column('user_id', 'varchar(20)', false),
  column('created_at', 'datetime', true, true),
  column('balance', 'decimal(10,2)'),
])
const wrapped = (enclose: typeof users, row: unknown) =>
  JSON.parse(Buffer.from(enclose(Buffer.from(JSON.stringify(row)), 1)).toString())

describe('--schema', () => {
  it('makes the envelope that a source of this table would make', () => {
    const row = {id: 1, user_id: 'test1', created_at: '2026-11-24 00:11:31', balance: '1.5'}
    expect(wrapped(users, row)).toEqual({
      schema: {
        type: 'struct',
        fields: [
          {type: 'int32', optional: false, field: 'id'},
          {type: 'string', optional: false, field: 'user_id'},
          {
            type: 'int64',
            name: 'org.apache.kafka.connect.data.Timestamp',
            version: 1,
            optional: true,
            field: 'created_at',
          },
          {
            type: 'bytes',
            name: 'org.apache.kafka.connect.data.Decimal',
            version: 1,
            parameters: {scale: '2'},
            optional: true,
            field: 'balance',
          },
        ],
        optional: false,
        name: 'users',
      },
      payload: {id: 1, user_id: 'test1', created_at: Date.parse('2026-11-24T00:11:31Z'), balance: 'AJY='},
    })
  })

  it('leaves out what the database fills in, and gives null for what may be empty', () => {
    const {schema, payload} = wrapped(users, {user_id: 'x'})
    expect(payload).toEqual({user_id: 'x', balance: null})
    expect(schema.fields).toHaveLength(2)
  })

  it.each([
    [{}, /users wants a user_id/],
    [{user_id: 'x', nam: 1}, /users has no column "nam"/],
    [{user_id: 'x', useridd: 1}, /did you mean "user_id"/],
    [{user_id: 'x', id: 'abc'}, /id: "abc" is no number/],
    [{user_id: 'x', id: 2 ** 31}, /id: 2147483648 does not fit into int32/],
    [{user_id: 'x', id: 1.5}, /id: 1.5 is no whole number/],
    [{user_id: 'x', created_at: 'soon'}, /created_at: "soon" is no date or time/],
    [{user_id: 'x', balance: '1.999'}, /more than 2 digits/],
    [{schema: {}, payload: {}}, /envelope already/],
    [[1], /a row must be a JSON object/],
  ])('refuses %j and says which record and why', (row, problem) => {
    expect(() => wrapped(users, row)).toThrowError(problem)
    expect(() => wrapped(users, row)).toThrowError(/record 1 is not sent/)
  })

  it.each([
    ['tinyint(1)', true, 1, 'int8'],
    ['int(10) unsigned', 4_294_967_295, 4_294_967_295, 'int64'],
    ['bigint(20)', 5, 5, 'int64'],
    ['double', '1.5', 1.5, 'double'],
    ['date', '1970-01-11', 10, 'int32'],
    ['time', '00:00:01', 1000, 'int32'],
    ['timestamp(3)', '1970-01-01T00:00:00.005Z', 5, 'int64'],
    ['decimal(5,0)', -1, '/w==', 'bytes'],
    ['decimal(5,0)', 128, 'AIA=', 'bytes'],
    ['json', {a: 1}, '{"a":1}', 'string'],
    ["enum('a')", 'a', 'a', 'string'],
    ['blob', 'hi', 'aGk=', 'bytes'],
  ])('%s takes %j as %j', (type, value, encoded, connectType) => {
    const {schema, payload} = wrapped(encloseByTable('t', [column('c', type)]), {c: value})
    expect(payload.c).toEqual(encoded)
    expect(schema.fields[0].type).toBe(connectType)
  })
})

it('--envelope goes by what the values are', () => {
  const {schema, payload} = wrapped(encloseByValue('orders'), {
    id: 1,
    big: 2 ** 40,
    price: 1.5,
    ok: true,
    item: 'x',
    none: null,
  })
  expect(schema.name).toBe('orders')
  expect(schema.fields.map((field: {type: string}) => field.type)).toEqual([
    'int32',
    'int64',
    'double',
    'boolean',
    'string',
    'string',
  ])
  expect(schema.fields[0].optional).toBe(false)
  expect(payload).toEqual({id: 1, big: 2 ** 40, price: 1.5, ok: true, item: 'x', none: null})
})
