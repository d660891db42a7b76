/** Which partition a key belongs to: the same as every Java producer's (murmur2, seed 0x9747b28c), so that tables and joins hold. */
export function partitionOfKey(key: Uint8Array, partitionCount: number): number {
  return (murmur2(key) & 0x7fffffff) % partitionCount
}

const MULTIPLIER = 0x5bd1e995
const SEED = 0x9747b28c

export function murmur2(bytes: Uint8Array): number {
  const {length} = bytes
  let hash = SEED ^ length
  const view = new DataView(bytes.buffer, bytes.byteOffset, length)
  let at = 0
  for (; at + 4 <= length; at += 4) {
    let word = Math.imul(view.getInt32(at, true), MULTIPLIER)
    word = Math.imul(word ^ (word >>> 24), MULTIPLIER)
    hash = Math.imul(hash, MULTIPLIER) ^ word
  }
  const rest = length - at
  if (rest >= 3) hash ^= (bytes[at + 2] ?? 0) << 16
  if (rest >= 2) hash ^= (bytes[at + 1] ?? 0) << 8
  if (rest >= 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), MULTIPLIER)
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER)
  return hash ^ (hash >>> 15)
}
