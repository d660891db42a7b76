/** One field of Connect's JSON schema, and how a plain value becomes what that schema wants. */
export interface ConnectField {
  readonly schema: Readonly<Record<string, unknown>>
  /** Throws a RangeError, in words, for a value that does not fit. */
  readonly encode: (value: unknown) => unknown
}

export interface ColumnType {
  readonly name: string
  /** `int(11) unsigned`, `decimal(10,2)`, `datetime(3)` */
  readonly type: string
  readonly nullable: boolean
}

/** A column as Confluent's JDBC source describes it: the record looks as if it came from the table. */
export function connectField({name, type, nullable}: ColumnType): ConnectField {
  const [, base = '', size = ''] = /^(\w+)(?:\(([^)]*)\))?/.exec(type.toLowerCase()) ?? []
  const isUnsigned = /\bunsigned\b/.test(type)
  const {schema, encode} = byType(base, size, isUnsigned)
  return {
    schema: {...schema, optional: nullable, field: name},
    encode: value => (value === null || value === undefined ? null : encode(value)),
  }
}

type Shape = {readonly schema: Readonly<Record<string, unknown>>; readonly encode: (value: unknown) => unknown}

function byType(base: string, size: string, isUnsigned: boolean): Shape {
  switch (base) {
    case 'tinyint':
      return whole(isUnsigned ? 'int16' : 'int8')
    case 'smallint':
      return whole(isUnsigned ? 'int32' : 'int16')
    case 'mediumint':
    case 'int':
      return whole(isUnsigned ? 'int64' : 'int32')
    case 'bigint':
    case 'year':
      return whole(base === 'year' ? 'int32' : 'int64')
    case 'float':
      return {schema: {type: 'float'}, encode: number}
    case 'double':
      return {schema: {type: 'double'}, encode: number}
    case 'decimal':
      return decimal(Number(size.split(',')[1] ?? 0))
    case 'date':
      return logical('Date', 'int32', text => Math.floor(instant(`${text.slice(0, 10)}T00:00:00Z`) / 86_400_000))
    case 'time':
      return logical('Time', 'int32', text => instant(`1970-01-01T${text}Z`))
    case 'datetime':
    case 'timestamp':
      return logical('Timestamp', 'int64', text =>
        instant(`${text.replace(' ', 'T')}${/(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? '' : 'Z'}`),
      )
    case 'blob':
    case 'tinyblob':
    case 'mediumblob':
    case 'longblob':
    case 'binary':
    case 'varbinary':
    case 'bit':
      return {schema: {type: 'bytes'}, encode: value => Buffer.from(words(value)).toString('base64')}
    default:
      return {schema: {type: 'string'}, encode: words}
  }
}

const SIZES: Readonly<Record<string, number>> = {int8: 2 ** 7, int16: 2 ** 15, int32: 2 ** 31, int64: 2 ** 63}

function whole(type: string): Shape {
  const encode = (value: unknown) => {
    const found = typeof value === 'boolean' ? Number(value) : number(value)
    const limit = SIZES[type] ?? 0
    if (!Number.isInteger(found)) throw new RangeError(`${JSON.stringify(value)} is no whole number`)
    if (found >= limit || found < -limit) throw new RangeError(`${JSON.stringify(value)} does not fit into ${type}`)
    return found
  }
  return {schema: {type}, encode}
}

function number(value: unknown): number {
  const found = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof found !== 'number' || !Number.isFinite(found))
    throw new RangeError(`${JSON.stringify(value)} is no number`)
  return found
}

function words(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function instant(text: string): number {
  const found = Date.parse(text)
  if (Number.isNaN(found)) throw new RangeError(`"${text.replace(/^1970-01-01T|Z$/g, '')}" is no date or time`)
  return found
}

/** A number is taken for what the type counts in already. */
function logical(name: string, type: string, encode: (text: string) => number): Shape {
  return {
    schema: {type, name: `org.apache.kafka.connect.data.${name}`, version: 1},
    encode: value => (typeof value === 'number' ? value : encode(words(value))),
  }
}

/** The unscaled number, big-endian, two's complement, as base64. */
function decimal(scale: number): Shape {
  const schema = {
    type: 'bytes',
    name: 'org.apache.kafka.connect.data.Decimal',
    version: 1,
    parameters: {scale: String(scale)},
  }
  const encode = (value: unknown) => {
    const [, sign = '', digits = '', fraction = ''] = /^([-+]?)(\d+)(?:\.(\d*))?$/.exec(words(value)) ?? []
    if (digits === '') throw new RangeError(`${JSON.stringify(value)} is no decimal number`)
    if (fraction.replace(/0+$/, '').length > scale)
      throw new RangeError(`${JSON.stringify(value)} has more than ${scale} digits behind the point`)
    const unscaled = BigInt(digits + fraction.slice(0, scale).padEnd(scale, '0'))
    return twosComplement(sign === '-' ? -unscaled : unscaled).toString('base64')
  }
  return {schema, encode}
}

function twosComplement(value: bigint): Buffer {
  let size = 1
  while (value >= 1n << BigInt(size * 8 - 1) || value < -(1n << BigInt(size * 8 - 1))) size++
  const hex = BigInt.asUintN(size * 8, value)
    .toString(16)
    .padStart(size * 2, '0')
  return Buffer.from(hex, 'hex')
}
