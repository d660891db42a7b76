import {tmpdir, userInfo} from 'node:os'
import {join} from 'node:path'
import type {LabIdentity} from '../runtimes/runtime.js'

/** sockaddr_un holds 108 bytes on Linux and 104 on macOS; Node cuts longer paths silently, and two labs would share one socket. */
const maxSocketPathBytes = 103

/** The supervisor's socket: in the lab's folder, or under a hash in the user's runtime folder when that path would be too long. */
export function socketPathOf(lab: LabIdentity, env: NodeJS.ProcessEnv): string {
  const path = join(lab.dir, 'supervisor.sock')
  if (Buffer.byteLength(path) <= maxSocketPathBytes) return path
  return join(shortRuntimeFolder(env), `${lab.id}.sock`)
}

/** Private to the user; made and checked (owner, mode) by whoever listens there. */
export function shortRuntimeFolder(env: NodeJS.ProcessEnv): string {
  if (env.XDG_RUNTIME_DIR?.startsWith('/') && Buffer.byteLength(env.XDG_RUNTIME_DIR) < 70)
    return join(env.XDG_RUNTIME_DIR, 'msa')
  const base = Buffer.byteLength(tmpdir()) < 60 ? tmpdir() : '/tmp'
  return join(base, `msa-${userInfo().uid}`)
}

/** The folder itself, whatever path leads to it: neither a symbolic link nor a second mount makes a second lab of it (promise P3). */
export function lockNameOf(folderId: string): string {
  return `msa-${userInfo().uid}-${folderId}`
}
