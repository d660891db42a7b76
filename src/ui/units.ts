const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** `0 B`, `12.3 KiB` */
export function bytesText(bytes: number): string {
  let amount = bytes
  let unit = 0
  for (; amount >= 1024 && unit < UNITS.length - 1; unit++) amount /= 1024
  return `${unit === 0 ? amount : amount.toFixed(1)} ${UNITS[unit]}`
}

/** `1 partition`, `3 partitions` */
export function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** `12s`, `3m 10s`, `2h 5m`, `3d 4h` */
export function durationText(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)}s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${Math.round(seconds % 60)}s`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h ${Math.floor((seconds % 3600) / 60)}m`
  return `${Math.floor(seconds / 86_400)}d ${Math.floor((seconds % 86_400) / 3600)}h`
}

/** `~/labs/one` for a path below the home folder. */
export function fromHome(path: string, home: string | undefined): string {
  const isBelow = home !== undefined && home.length > 1 && path.startsWith(`${home}/`)
  return isBelow ? `~${path.slice(home.length)}` : path
}
