import {readFileSync} from 'node:fs'

/**
 * The system service that a process belongs to, such as `prometheus.service`, by its control group. A service that we belong to ourselves
 * (an ssh daemon, a CI agent) says nothing about anybody.
 */
export function systemUnitOf(pid: number): string | undefined {
  const unit = unitIn(readQuietly(`/proc/${pid}/cgroup`))
  return unit === unitIn(readQuietly('/proc/self/cgroup')) ? undefined : unit
}

/** Lines are `0::/system.slice/prometheus.service`, with version 1 `1:name=systemd:/system.slice/…`; a container's is a scope. */
export function unitIn(cgroup: string): string | undefined {
  return /^\d+:(?:name=systemd)?:\/system\.slice\/(?:[^/\n]+\.slice\/)?([^/\n]+\.service)(?:\/|$)/m.exec(cgroup)?.[1]
}

/** `Debian`, `Ubuntu`; undefined where the system does not say. */
export function systemName(): string | undefined {
  return /^NAME="?([A-Za-z]+)/m.exec(readQuietly('/etc/os-release'))?.[1]
}

function readQuietly(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
