import type {HandCommand} from './by-hand.js'
import type {ProduceFlags} from './produce-flags.js'
import type {Enclose} from './record-source.js'

/** The console producer writes lines; keys and headers stand in them, behind separators. */
export function producerByHand(
  topic: string,
  values: readonly string[],
  flags: ProduceFlags,
  enclose: Enclose | undefined,
): HandCommand {
  const isTyped = flags.count === undefined && (values.length > 0 || flags.tombstone)
  const head = isTyped ? headOf(flags) : lineHead(flags)
  return {
    tool: 'kafka-console-producer',
    words: [
      ...['--topic', topic],
      ...[...head.properties, ...(flags.tombstone ? [`null.marker=${nothing}`] : [])].flatMap(each => [
        '--property',
        each,
      ]),
      ...(flags.acks === '1' ? ['--request-required-acks', '1'] : []),
      ...(flags.compression === 'none' ? [] : ['--compression-codec', flags.compression]),
    ],
    input: isTyped ? {lines: linesOf(values, flags, head.text, enclose)} : fileOf(flags),
    lacks: [...head.lacks, ...lacking(flags, isTyped || enclose === undefined)],
  }
}

const nothing = 'NULL'

interface Head {
  /** What stands before each value. */
  readonly text: string
  readonly properties: readonly string[]
  readonly lacks: readonly string[]
}

function headOf({key, header = [], 'key-separator': separator}: ProduceFlags): Head {
  const headers = header.map(pair => pair.replace('=', ':')).join(',')
  const headersEnd = separatorFor(headers, [';', '|', '\t'])
  const keyEnd = separatorFor(key ?? '', [':', '=', '|', '\t'])
  const fitsHeaders = header.every(pair => !/[,:]/.test(pair))
  const hasHeaders = header.length > 0 && fitsHeaders
  return {
    text: `${hasHeaders ? `${headers}${headersEnd}` : ''}${key === undefined ? '' : `${key}${keyEnd}`}`,
    properties: [
      ...(hasHeaders ? ['parse.headers=true', `headers.delimiter=${headersEnd}`] : []),
      ...(key === undefined ? [] : ['parse.key=true', `key.separator=${keyEnd}`]),
      ...separatorWords(separator),
    ],
    lacks: fitsHeaders ? [] : ['--header with such signs'],
  }
}

/** What is read is not changed: only what stands in the lines already can be told. */
function lineHead({key, header = [], 'key-separator': separator}: ProduceFlags): Head {
  return {
    text: '',
    properties: separatorWords(separator),
    lacks: [...(key === undefined ? [] : ['--key']), ...(header.length === 0 ? [] : ['--header'])],
  }
}

function separatorWords(separator: string | undefined): string[] {
  return separator === undefined ? [] : ['parse.key=true', `key.separator=${separator}`]
}

function separatorFor(text: string, candidates: readonly string[]): string {
  return candidates.find(candidate => !text.includes(candidate)) ?? '\t'
}

function linesOf(values: readonly string[], flags: ProduceFlags, head: string, enclose: Enclose | undefined): string[] {
  if (flags.tombstone) return [`${head}${nothing}`]
  const written = (value: string, index: number) =>
    enclose === undefined ? value : Buffer.from(enclose(Buffer.from(value), index + 1)).toString('utf8')
  return values.map((value, index) => `${head}${written(value, index)}`)
}

function fileOf({input, count}: ProduceFlags): HandCommand['input'] {
  return input === undefined || input === '-' || count !== undefined ? undefined : {file: input}
}

function lacking(flags: ProduceFlags, isEnclosed: boolean): string[] {
  return [
    ...(flags.count === undefined ? [] : ['--count']),
    ...(flags.rate === undefined ? [] : ['--rate']),
    ...(flags.partition === undefined ? [] : ['--partition']),
    ...(flags['key-field'] === undefined ? [] : ['--key-field']),
    ...(flags['input-format'] === 'lines' ? [] : [`--input-format ${flags['input-format']}`]),
    ...(isEnclosed ? [] : ['the envelope']),
  ]
}
