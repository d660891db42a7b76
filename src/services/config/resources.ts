import type {ConfigFolder} from './repository.js'

const textTypes = new Set(
  'yml yaml properties json txt md conf cnf cfg config ini xml toml csv tmpl template sql sh html css js'.split(' '),
)

export function isTextFile(file: string): boolean {
  return textTypes.has(file.slice(file.lastIndexOf('.') + 1).toLowerCase()) && file.includes('.')
}

/** A file of the repository as it is; `nginx-dev.conf` before `nginx.conf` for the profile `dev`. */
export async function readResource(
  folders: readonly ConfigFolder[],
  path: readonly string[],
  profiles: readonly string[],
): Promise<string | undefined> {
  const file = path.at(-1) ?? ''
  if (!isTextFile(file)) return undefined
  const dot = file.lastIndexOf('.')
  const specific = [...profiles].reverse().map(profile => `${file.slice(0, dot)}-${profile}${file.slice(dot)}`)
  for (const name of [...specific, file]) {
    for (const folder of folders) {
      const text = await folder.read([...path.slice(0, -1), name])
      if (text !== undefined) return text
    }
  }
  return undefined
}
