import type {CacheEntry, Verified} from '../../distributions/cache-entries.js'
import {table} from '../table.js'
import {bytesText} from '../units.js'

export function cacheView(entries: readonly CacheEntry[]): string {
  if (entries.length === 0) return 'the cache is empty\n'
  return `${rows(entries)}${total(entries)}\n`
}

export function prunedView(entries: readonly CacheEntry[], dryRun: boolean): string {
  if (entries.length === 0) return 'nothing to delete\n'
  return `${rows(entries)}${total(entries)} ${dryRun ? 'would be freed' : 'freed'}\n`
}

export function verifiedView(verified: readonly Verified[]): string {
  if (verified.length === 0) return 'the cache holds no distribution\n'
  return table(
    verified.flatMap(({name, problems}) =>
      problems.length === 0 ? [{name, says: 'good'}] : problems.map(says => ({name, says})),
    ),
    [
      {title: 'distribution', value: ({name}) => name},
      {title: 'finding', value: ({says}) => says},
    ],
  )
}

function rows(entries: readonly CacheEntry[]): string {
  return table(entries, [
    {title: 'name', value: ({name}) => name},
    {title: 'state', value: ({state}) => state},
    {title: 'size', value: ({bytes}) => bytesText(bytes), align: 'right'},
  ])
}

function total(entries: readonly CacheEntry[]): string {
  return bytesText(entries.reduce((sum, {bytes}) => sum + bytes, 0))
}
