import type {LogDriver} from './open-engine.js'

/**
 * An engine's answer about logs is a row of frames: stream (1 stdout, 2 stderr), three zeros, length (32 bits, big-endian), then the time (RFC 3339), a
 * space and a line, or a part of one: Docker takes lines apart after 16 KiB, Podman after 8. Only the last part ends in a newline; with Docker's driver
 * `local` not even that, but it is shorter than the others.
 */
export interface LogFrame {
  readonly stream: number
  /** Nanoseconds since 1970. */
  readonly nanos: bigint
  readonly content: Buffer
}

export type LogLine = LogFrame

const headerBytes = 8
const partBytes = 16 * 1024
const newline = 0x0a
const space = 0x20

/** A line that is longer is handed on in pieces, so that one without an end takes no memory without an end. */
const longestHeld = 8 * 1024 * 1024

export interface FrameReader {
  /** The frames that are complete with one more chunk of the answer. */
  take(chunk: Buffer): LogFrame[]
}

export function frameReader(): FrameReader {
  let rest = Buffer.alloc(0)
  return {
    take(chunk) {
      rest = Buffer.concat([rest, chunk])
      const frames: LogFrame[] = []
      while (rest.length >= headerBytes) {
        const end = headerBytes + rest.readUInt32BE(4)
        if (rest.length < end) break
        frames.push(frameOf(rest.readUInt8(0), rest.subarray(headerBytes, end)))
        rest = rest.subarray(end)
      }
      return frames
    },
  }
}

function frameOf(stream: number, bytes: Buffer): LogFrame {
  const end = bytes.indexOf(space)
  return {stream, nanos: nanosOf(bytes.subarray(0, Math.max(0, end)).toString()), content: bytes.subarray(end + 1)}
}

export interface LineJoiner {
  /** The line that this frame completes. Its time is that of its last part. */
  take(frame: LogFrame): LogLine[]
  /** Is a line under way? */
  isHolding(): boolean
  /** What has begun and will have no end, since the program has ended. */
  finish(): LogLine[]
}

/** Puts the parts of a line together again. The streams are kept apart: one may write in the middle of the other's line. */
export function lineJoiner(driver: LogDriver, longest = longestHeld): LineJoiner {
  const held = new Map<number, {frame: LogFrame; parts: Buffer[]; bytes: number}>()
  const release = (stream: number, end: string): LogLine[] => {
    const line = held.get(stream)
    held.delete(stream)
    return line === undefined ? [] : [{...line.frame, content: Buffer.concat([...line.parts, Buffer.from(end)])}]
  }
  return {
    take(frame) {
      const {parts, bytes} = held.get(frame.stream) ?? {parts: [], bytes: 0}
      const line = {frame, parts: [...parts, frame.content], bytes: bytes + frame.content.length}
      held.set(frame.stream, line)
      if (frame.content.at(-1) === newline || line.bytes > longest) return release(frame.stream, '')
      return driver === 'local' && frame.content.length < partBytes ? release(frame.stream, '\n') : []
    },
    isHolding: () => held.size > 0,
    finish: () => [...held.keys()].flatMap(stream => release(stream, '\n')),
  }
}

/** Docker writes nanoseconds in UTC; Podman seconds with the machine's offset. */
export function nanosOf(time: string): bigint {
  const [, whole, fraction = '', zone = ''] = /^([\d-]+T[\d:]+)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(time) ?? []
  const milliseconds = Date.parse(`${whole}${zone}`)
  return Number.isNaN(milliseconds)
    ? 0n
    : BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, '0').slice(0, 9))
}
