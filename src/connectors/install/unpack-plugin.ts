import {dirname, join, relative} from 'node:path'
import {Readable} from 'node:stream'
import {MsaError} from '../../errors.js'
import {writeStream, zipEntries} from '../../platform/archives.js'
import {copyRegularFile, makeFolder} from '../../platform/copy-file.js'
import {listFiles} from '../../platform/list-files.js'
import {ArchiveGuard} from './archive-entry.js'

/** The files of a zip below a folder that is there and empty. Nothing of it is ever written elsewhere. */
export async function unpackZip(archive: string, into: string): Promise<number> {
  const guard = new ArchiveGuard(archive)
  let jars = 0
  for await (const entry of zipEntries(archive)) {
    guard.check(entry)
    if (entry.isFolder) continue
    const path = join(into, entry.name)
    await makeFolder(dirname(path))
    await writeStream(path, limited(await entry.open(), entry.bytes))
    if (path.endsWith('.jar')) jars++
  }
  return jars
}

/** A folder's plain files; links in it are left out, wherever they lead. */
export async function copyFolder(from: string, into: string): Promise<number> {
  const files = await listFiles(from)
  for (const file of files) {
    const path = join(into, relative(from, file))
    await makeFolder(dirname(path))
    await copyRegularFile(file, path)
  }
  return files.filter(file => file.endsWith('.jar')).length
}

export function requireJars(from: string, jars: number): void {
  if (jars > 0) return
  throw new MsaError('E_INPUT', `there is no jar in ${from}: it is no plugin`, {
    tryThis: ["Give the plugin's zip, its folder, or its coordinates: group:artefact:version"],
  })
}

/** What comes out is never more than the archive has said. */
function limited(content: Readable, bytes: number): Readable {
  let left = bytes
  return Readable.from(
    (async function* () {
      for await (const chunk of content) {
        left -= (chunk as Buffer).length
        if (left < 0) throw new RangeError('an entry is longer than it says')
        yield chunk
      }
    })(),
  )
}
