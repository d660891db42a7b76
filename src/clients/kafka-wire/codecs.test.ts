import {gzipSync} from 'node:zlib'
import lz4 from 'lz4js'
import {describe, expect, it} from 'vitest'
import {loadCompressor, loadDecompressor} from './codecs.js'

/** `printf 'hello, hello, hello, hello' | zstd --no-check`, and with a checksum. */
const ZSTD_HELLO = 'KLUv/QBYbQAAOGhlbGxvLCABAEqKEQ=='
const hello = 'hello, hello, hello, hello'

describe('batches that others packed', () => {
  it("unpacks what zstd's own program made", async () => {
    const unpack = await loadDecompressor('zstd')
    expect(unpack(Buffer.from(ZSTD_HELLO, 'base64')).toString()).toBe(hello)
    expect(unpack(Buffer.from(ZSTD_HELLO, 'base64')).toString()).toBe(hello)
  })

  it("unpacks Snappy in the framing of Java's producers, and bare as librdkafka sends it", async () => {
    const [pack, unpack] = [await loadCompressor('snappy'), await loadDecompressor('snappy')]
    const block = pack(Buffer.from(hello))
    const size = Buffer.alloc(4)
    size.writeInt32BE(block.length)
    const header = Buffer.concat([Buffer.from('\x82SNAPPY\0', 'latin1'), Buffer.from([0, 0, 0, 1, 0, 0, 0, 1])])
    expect(unpack(Buffer.concat([header, size, block, size, block])).toString()).toBe(hello + hello)
    expect(unpack(block).toString()).toBe(hello)
  })

  // Some decoders give what they have; the cursor then finds a record that is cut off.
  it.each(['gzip', 'snappy', 'lz4', 'zstd'] as const)(
    'ends on damaged %s, and never takes it for whole',
    async codec => {
      const unpack = await loadDecompressor(codec)
      const whole = hello.repeat(codec === 'zstd' ? 1 : 100)
      const packed = await packedBy(codec, whole)
      for (let cut = 1; cut < packed.length - 8; cut += 3)
        expect(unpackedOf(unpack, packed.subarray(0, cut))).not.toBe(whole)
    },
  )

  it('T28: a bomb is refused', async () => {
    const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024))
    const unpack = await loadDecompressor('gzip')
    expect(() => unpack(bomb)).toThrow()
  })

  it('says so when a codec is one that nobody knows', async () => {
    await expect(loadDecompressor(undefined)).rejects.toThrow(/nobody knows yet/)
  })
})

async function packedBy(codec: 'gzip' | 'snappy' | 'lz4' | 'zstd', text: string): Promise<Buffer> {
  if (codec === 'zstd') return Buffer.from(ZSTD_HELLO, 'base64')
  if (codec === 'lz4') return Buffer.from(lz4.compress(Buffer.from(text)))
  return (await loadCompressor(codec))(Buffer.from(text))
}

function unpackedOf(unpack: (bytes: Buffer) => Buffer, bytes: Uint8Array): string {
  try {
    return unpack(Buffer.from(bytes)).toString()
  } catch {
    return 'refused'
  }
}
