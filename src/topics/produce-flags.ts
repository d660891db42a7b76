import {MsaError} from '../errors.js'
import {fileChunks} from '../platform/read-chunks.js'
import type {RecordSource} from './produce.js'
import type {ProduceOptions} from './produce-request.js'
import {parseHeaders, type RecordDefaults} from './record-parser.js'
import {argumentSource, type Enclose, inputSource, type RecordFlags, repeatedSource} from './record-source.js'

export interface ProduceFlags extends RecordFlags {
  readonly input?: string | undefined
  readonly tombstone: boolean
  readonly count?: number | undefined
  readonly rate?: number | undefined
  readonly compression: ProduceOptions['codec']
  readonly acks: 'all' | '1'
}

export function produceOptions(topic: string, flags: ProduceFlags): ProduceOptions {
  return {topic, codec: flags.compression, acks: flags.acks === 'all' ? -1 : 1, rate: flags.rate}
}

/** Where the records come from: arguments, a file, or stdin; repeated and filled with `--count`. */
export function produceSource(
  values: readonly string[],
  flags: ProduceFlags,
  stdin: AsyncIterable<Uint8Array>,
  enclose: Enclose | undefined,
): RecordSource {
  const defaults = recordDefaults(flags)
  if (flags.tombstone) return tombstone(values, flags, defaults)
  if (flags.count !== undefined) {
    if (values.length === 0) throw new MsaError('E_USAGE', '--count repeats values given as arguments', COUNT_HELP)
    return repeatedSource(values, flags, flags.count, enclose)
  }
  if (values.length > 0) {
    if (flags.input !== undefined) throw twoSources()
    return argumentSource(values, flags, defaults, enclose)
  }
  const chunks = flags.input === undefined || flags.input === '-' ? stdin : fileChunks(flags.input)
  return inputSource(chunks, flags, defaults, enclose)
}

function recordDefaults({key, header, partition}: ProduceFlags): RecordDefaults {
  return {key: key === undefined ? null : Buffer.from(key), headers: parseHeaders(header ?? []), partition}
}

async function* tombstone(values: readonly string[], flags: ProduceFlags, defaults: RecordDefaults): RecordSource {
  if (defaults.key === null || values.length > 0 || flags.input !== undefined)
    throw new MsaError('E_USAGE', '--tombstone needs a --key and no value: it says that this key is deleted', {
      tryThis: ['msa topic produce users --key user-1 --tombstone'],
    })
  yield [{...defaults, value: null, timestampMs: undefined}]
}

const COUNT_HELP = {
  tryThis: [`msa topic produce orders '{"id": {{n}}, "qty": {{random 1 9}}}' --count 1000`],
} as const

function twoSources(): MsaError {
  return new MsaError('E_USAGE', 'values are given both as arguments and by --input', {
    tryThis: ['Leave out one of them'],
  })
}
