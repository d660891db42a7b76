import {isUtf8} from 'node:buffer'
import {MsaError} from '../../errors.js'
import {ioError} from '../../platform/files.js'
import {type FileRefusal, readRegularFile} from '../../platform/regular-file.js'

const maxBytes = 1024 * 1024

/** The text of a lab file: a regular file of at most 1 MiB in UTF-8. */
export async function readLabText(path: string): Promise<string> {
  const bytes = await readRegularFile(path, maxBytes).catch((error: unknown) => {
    throw ioError(`cannot read the lab file ${path}`, error)
  })
  if (typeof bytes === 'string') throw refused(path, bytes)
  return decode(bytes, path)
}

/** UTF-8 with or without a byte order mark; anything else is named with the place of its first wrong byte. */
export function decode(bytes: Uint8Array, path: string): string {
  const encoding = foreignEncoding(bytes)
  if (encoding !== undefined) {
    throw new MsaError('E_LAB_FILE_INVALID', `${path}: ${encoding}, expected UTF-8 text`, {
      tryThis: ['Save the file as UTF-8 in your editor', `Or convert it: iconv -f latin1 -t utf-8 ${path}`],
    })
  }
  return new TextDecoder('utf-8').decode(bytes)
}

function foreignEncoding(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return 'UTF-16 (little endian) at byte 0'
  if (first === 0xfe && second === 0xff) return 'UTF-16 (big endian) at byte 0'
  const zero = bytes.indexOf(0)
  if (zero === 0 || zero === 1) return `UTF-16 without a byte order mark, or a NUL, at byte ${zero}`
  if (zero !== -1) return `a NUL character at byte ${zero}`
  if (isUtf8(bytes)) return undefined
  const at = firstBadByte(bytes)
  return `a byte that is not UTF-8 (0x${(bytes[at] ?? 0).toString(16)}, perhaps Latin-1) at byte ${at}`
}

/** Decoding puts U+FFFD in the place of what is wrong; the first that doesn't stand in the bytes themselves is it. */
function firstBadByte(bytes: Uint8Array): number {
  const text = new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes)
  for (let index = text.indexOf('\ufffd'); index !== -1; index = text.indexOf('\ufffd', index + 1)) {
    const offset = Buffer.byteLength(text.slice(0, index))
    if (bytes[offset] !== 0xef || bytes[offset + 1] !== 0xbf || bytes[offset + 2] !== 0xbd) return offset
  }
  return 0
}

function refused(path: string, refusal: FileRefusal): MsaError {
  if (refusal === 'missing')
    return new MsaError('E_LAB_FILE_INVALID', `there is no lab file ${path}`, {
      tryThis: ['Write one: msa init', 'Or name another: msa --file PATH …'],
    })
  const problem = refusal === 'too-large' ? 'is larger than 1 MiB' : 'is not a regular file'
  return new MsaError('E_LAB_FILE_INVALID', `the lab file ${path} ${problem}`, {
    tryThis: ['Name the lab file itself: msa --file PATH …'],
  })
}
