import {MsaError} from '../../errors.js'

export interface EntryFacts {
  readonly name: string
  readonly bytes: number
  readonly packedBytes: number
  readonly isSpecial: boolean
}

const GiB = 1024 ** 3
const MOST_BYTES = 2 * GiB
const MOST_ENTRIES = 100_000
const LARGEST_RATIO = 200
/** Small files of one letter may well be packed that tightly. */
const RATIO_COUNTS_FROM = 1024 * 1024

/** Keeps count over a whole archive and refuses what climbs out of its folder, is no plain file, or unpacks without end. */
export class ArchiveGuard {
  private entries = 0
  private bytes = 0

  constructor(private readonly archive: string) {}

  check(entry: EntryFacts): void {
    const why = faultOf(entry) ?? this.excessOf(entry)
    if (why === undefined) return
    throw new MsaError('E_INPUT', `${this.archive} is refused: ${why}`, {
      details: [JSON.stringify(entry.name.slice(0, 200))],
      tryThis: ['Take it from where it is published, and look into it: unzip -l'],
    })
  }

  private excessOf({bytes, packedBytes}: EntryFacts): string | undefined {
    this.entries++
    this.bytes += bytes
    if (this.entries > MOST_ENTRIES) return `it has more than ${MOST_ENTRIES} entries`
    if (this.bytes > MOST_BYTES) return 'it unpacks to more than 2 GiB'
    const isBomb = bytes > RATIO_COUNTS_FROM && bytes > packedBytes * LARGEST_RATIO
    return isBomb ? `an entry unpacks to ${LARGEST_RATIO} times its size` : undefined
  }
}

function faultOf({name, isSpecial}: EntryFacts): string | undefined {
  if (isSpecial) return 'an entry is a link or a device'
  if (name.includes('\0') || name.includes('\\')) return 'the name of an entry has characters that lead astray'
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) return 'an entry has an absolute path'
  return name.split('/').includes('..') ? 'an entry climbs out of its folder' : undefined
}
