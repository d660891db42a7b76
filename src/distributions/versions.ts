/** Is this version so much or more? Only as many numbers are compared as the range has; what cannot be read is not refused. */
export function isAtLeast(version: string, atLeast: readonly number[]): boolean {
  const numbers = version.split(/[._+-]/).map(Number)
  for (const [index, wanted] of atLeast.entries()) {
    const has = numbers[index] ?? 0
    if (Number.isNaN(has)) return true
    if (has !== wanted) return has > wanted
  }
  return true
}

/** ` 17 or newer`, to stand after a name; nothing where every version will do. */
export function rangeText(atLeast: readonly number[]): string {
  return atLeast.length === 0 ? '' : ` ${atLeast.join('.')} or newer`
}
