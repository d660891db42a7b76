import {readdirSync, readFileSync, statSync} from 'node:fs'
import {basename, join, relative} from 'node:path'
import {pack} from 'tar-stream'
import type {Task} from '../runtime.js'
import {inside, onMachine} from './places.js'

/** The folder that all labs share, as a tar archive for its volume: an engine makes a volume that only root can write to. */
export function cacheArchive(user: string): NodeJS.ReadableStream {
  const tar = pack()
  tar.entry({name: `${basename(inside.cache)}/`, type: 'directory', mode: 0o700, ...idsOf(user)})
  tar.finalize()
  return tar
}

/** Everything that a container of msa's own finds in its volume when it starts, as a tar archive for that volume, owned by its user. */
export function archiveOf(task: Task, user: string): NodeJS.ReadableStream {
  const {uid, gid} = idsOf(user)
  const tar = pack()
  const nameOf = (path: string) => `./${relative(inside.volume, path)}`
  const made = new Set<string>()
  const folder = (path: string) => {
    for (const part of pathsDownTo(path)) {
      if (made.has(part) || !`${part}/`.startsWith(`${inside.volume}/`)) continue
      made.add(part)
      tar.entry({name: `${nameOf(part)}/`, type: 'directory', mode: 0o700, uid, gid})
    }
  }
  const file = (path: string, content: Buffer, mode: number) => {
    folder(path.slice(0, path.lastIndexOf('/')))
    tar.entry({name: nameOf(path), mode, uid, gid}, content)
  }
  for (const path of [inside.data, inside.config, ...(task.workload.directories ?? [])]) folder(path)
  for (const {path, mode} of task.workload.files ?? []) file(path, readFileSync(onMachine(task, path)), mode ?? 0o600)
  for (const {from, to} of task.container?.copies ?? [])
    for (const path of filesAt(from)) file(join(to, relative(from, path)), readFileSync(path), 0o600)
  tar.finalize()
  return tar
}

function idsOf(user: string): {readonly uid: number; readonly gid: number} {
  const [uid = 0, gid = uid] = user.split(':').map(Number)
  return {uid, gid}
}

function filesAt(path: string): string[] {
  const facts = statSync(path, {throwIfNoEntry: false})
  if (facts === undefined) return []
  if (!facts.isDirectory()) return [path]
  return readdirSync(path, {withFileTypes: true}).flatMap(entry => filesAt(join(path, entry.name)))
}

function pathsDownTo(path: string): string[] {
  const parts = path.split('/').filter(part => part !== '')
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)
}
