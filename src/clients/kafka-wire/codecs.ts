import zlib, {gunzipSync, gzipSync} from 'node:zlib'
import type {Codec} from './record-batch.js'

export type Transform = (bytes: Buffer) => Buffer
/** A batch of a few MiB that unpacks to more than this is a bomb, not a message. */
const LARGEST_BATCH_BYTES = 256 * 1024 * 1024

/**
 * Unpacks what follows a batch's header. What it returns is valid until it is called again.
 * The packages are loaded with the first batch that needs them.
 */
export async function loadDecompressor(codec: Codec | undefined): Promise<Transform> {
  switch (codec) {
    case 'none':
      return bytes => bytes
    case 'gzip':
      return bytes => gunzipSync(bytes, {maxOutputLength: LARGEST_BATCH_BYTES})
    case 'snappy': {
      const {default: snappy} = await import('snappyjs')
      return bytes => unpackSnappy(bytes, block => asBuffer(snappy.uncompress(block, LARGEST_BATCH_BYTES)))
    }
    case 'lz4': {
      const {default: lz4} = await import('lz4js')
      return lz4Decompressor(lz4.decompressBound, lz4.decompressFrame)
    }
    case 'zstd':
      return loadZstd()
    case undefined:
      throw new RangeError('it is compressed in a way that nobody knows yet')
    default:
      return codec satisfies never
  }
}

/** Not lz4: the compressor of lz4js makes frames that Kafka refuses (dependent blocks, matches within the last 12 bytes). */
export const PRODUCER_CODECS = ['none', 'gzip', 'snappy'] as const satisfies readonly Codec[]

export async function loadCompressor(codec: (typeof PRODUCER_CODECS)[number]): Promise<Transform> {
  switch (codec) {
    case 'none':
      return bytes => bytes
    case 'gzip':
      return bytes => gzipSync(bytes)
    case 'snappy': {
      const {default: snappy} = await import('snappyjs')
      return bytes => asBuffer(snappy.compress(bytes))
    }
    default:
      return codec satisfies never
  }
}

/** Node's own from 22.15 on; before, zstd itself as WebAssembly: five times as fast as a decoder in JavaScript. */
async function loadZstd(): Promise<Transform> {
  const own = (zlib as {zstdDecompressSync?: (bytes: Buffer, options: zlib.ZlibOptions) => Buffer}).zstdDecompressSync
  if (own) return bytes => own(bytes, {maxOutputLength: LARGEST_BATCH_BYTES})
  const {ZSTDDecoder} = await import('zstddec/stream')
  const decoder = new ZSTDDecoder()
  await decoder.init()
  return bytes => gather(decoder.decodeStreaming([bytes]))
}

/** The decoder goes on for ever, with empty pieces, when the input is damaged. */
const MOST_EMPTY_PIECES = 4

function gather(pieces: Iterable<Uint8Array>): Buffer {
  const kept: Uint8Array[] = []
  let size = 0
  let empty = 0
  for (const piece of pieces) {
    size += piece.length
    empty = piece.length === 0 ? empty + 1 : 0
    if (empty > MOST_EMPTY_PIECES) throw new RangeError('its zstd data is damaged')
    if (size > LARGEST_BATCH_BYTES) throw new RangeError(`it unpacks to more than ${LARGEST_BATCH_BYTES} bytes`)
    kept.push(piece)
  }
  return Buffer.concat(kept, size)
}

/** The same scratch buffer again and again: allocating and clearing one for every batch takes longer than unpacking it. */
function lz4Decompressor(
  boundOf: (bytes: Uint8Array) => number,
  unpack: (from: Uint8Array, to: Uint8Array) => number,
): Transform {
  let scratch = Buffer.alloc(0)
  return bytes => {
    const bound = boundOf(bytes)
    if (!(bound <= LARGEST_BATCH_BYTES)) throw new RangeError(`it unpacks to ${bound} bytes`)
    if (bound > scratch.length) scratch = Buffer.allocUnsafeSlow(bound)
    return scratch.subarray(0, unpack(bytes, scratch))
  }
}

const XERIAL_MAGIC = Buffer.from('\x82SNAPPY\0', 'latin1')
const XERIAL_HEADER_BYTES = 16

/** Java's producers put Snappy blocks in a framing of their own (xerial), librdkafka sends one bare block. */
function unpackSnappy(bytes: Buffer, uncompress: Transform): Buffer {
  if (!bytes.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC)) return uncompress(bytes)
  const blocks: Buffer[] = []
  for (let at = XERIAL_HEADER_BYTES; at < bytes.length; ) {
    const start = at + 4
    at = start + bytes.readInt32BE(at)
    blocks.push(uncompress(bytes.subarray(start, at)))
  }
  return Buffer.concat(blocks)
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
