/**
 * Names that become parts of paths: application, profiles, label. They are checked after the one decoding that HTTP asks for, so that
 * `..%2F`, `%252e`, `(_)..`, a full-width dot or a `;` never reach the file system (CVE-2019-3799, CVE-2020-5405, CVE-2020-5410,
 * CVE-2026-22739).
 */
const part = /^[A-Za-z0-9][A-Za-z0-9._@+-]*$/
const maxLength = 255

export function isSafePart(text: string): boolean {
  return text.length <= maxLength && part.test(text) && !text.includes('..')
}

/** `catalog` or `catalog,orders`; undefined when one of them is none. */
export function parseNames(text: string): readonly string[] | undefined {
  const names = text.split(',')
  return names.every(isSafePart) ? names : undefined
}

/** `dev` or `dev,prod`. */
export function parseProfiles(text: string): readonly string[] | undefined {
  const profiles = parseNames(text)
  return profiles?.every(profile => !profile.endsWith('-')) ? profiles : undefined
}

/** `(_)` stands for the `/` of a branch such as `feature/x`. */
export function parseLabel(text: string): string | undefined {
  const label = text.replaceAll('(_)', '/')
  return label.length <= maxLength && label.split('/').every(isSafePart) ? label : undefined
}

/** A path decoded once, segment by segment; undefined where that fails. `%2F` in a segment stays in its segment, and is refused there. */
export function decodeSegments(path: string): readonly string[] | undefined {
  try {
    return path.slice(1).split('/').map(decodeURIComponent)
  } catch {
    return undefined
  }
}
