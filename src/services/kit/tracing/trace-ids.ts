import {randomBytes} from 'node:crypto'
import type {IdGenerator} from '@opentelemetry/sdk-trace-node'

const pooledBytes = 4096

/** 128-bit trace ids that begin with the second, as Brave's do, so that they sort by time; random bytes are drawn in bulk. */
export function createIdGenerator(nowMs: () => number = Date.now): IdGenerator {
  let pool = randomBytes(pooledBytes)
  let used = 0
  const randomHex = (bytes: number) => {
    if (used + bytes > pool.length) {
      pool = randomBytes(pooledBytes)
      used = 0
    }
    used += bytes
    return pool.toString('hex', used - bytes, used)
  }
  return {
    generateTraceId: () => `${seconds(nowMs())}${randomHex(12)}`,
    generateSpanId: () => {
      const id = randomHex(8)
      return id === '0000000000000000' ? '0000000000000001' : id
    },
  }
}

function seconds(nowMs: number): string {
  return Math.floor(nowMs / 1000)
    .toString(16)
    .padStart(8, '0')
}
