import {execFileSync} from 'node:child_process'
import {readdirSync, readFileSync, readlinkSync} from 'node:fs'

/** A pid alone is never an identity: it is only together with its start time and the boot in which it was given. */
export interface ProcessIdentity {
  readonly pid: number
  /** Linux: field 22 of /proc/PID/stat, clock ticks after boot. Elsewhere: `ps -o lstart`. */
  readonly startTime: string
  readonly bootId: string
}

export interface ProcessFacts extends ProcessIdentity {
  readonly parent: number
  readonly group: number
  readonly isZombie: boolean
  readonly rssBytes: number
  readonly cpuSeconds: number
}

/** A process that carries the lab's marks in its environment. */
export interface MarkedProcess extends ProcessFacts {
  readonly marks: Readonly<Record<string, string>>
}

const isLinux = process.platform === 'linux'
// Both are 100 and 4096 on every Linux that Node 20 runs on but arm64 with 16k or 64k pages, where only the memory column is affected.
const ticksPerSecond = 100
const pageBytes = 4096

export function bootId(): string {
  if (isLinux) return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  return execFileSync('sysctl', ['-n', 'kern.boottime'], {encoding: 'utf8'}).trim()
}

/** Facts of a living process, or undefined when there is none of that pid. */
export function processFacts(pid: number, boot: string): ProcessFacts | undefined {
  return isLinux ? factsFromProc(pid, boot) : factsFromPs(pid, boot)
}

/** The same process, still alive? A zombie is dead: it only waits to be counted. */
export function isAlive(identity: ProcessIdentity): boolean {
  const boot = bootId()
  if (boot !== identity.bootId) return false
  const facts = processFacts(identity.pid, boot)
  return facts !== undefined && facts.startTime === identity.startTime && !facts.isZombie
}

/** Signals a process only if it is still the one that was meant; false when it is gone (promise P6). */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isAlive(identity)) return false
  return kill(identity.pid, signal)
}

/** Signals the process group that the leader founded, checked the same way. */
export function signalGroup(leader: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isAlive(leader)) return false
  return kill(-leader.pid, signal)
}

function kill(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch {
    return false
  }
}

/** Every living process whose environment says `name=value`; found also when its parents are long dead. Without `value` any will do. */
export function findMarked(name: string, value?: string): MarkedProcess[] {
  const boot = bootId()
  const found = isLinux ? markedFromProc(`${name}=${value ?? ''}`, boot) : markedFromPs(`${name}=${value ?? ''}`, boot)
  return value === undefined ? found : found.filter(({marks}) => marks[name] === value)
}

/** What a person recognises a process by: its command line, shortened. */
export function commandLineOf(pid: number): string {
  try {
    const text = isLinux
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], {encoding: 'utf8'})
    return text.trim().slice(0, 200)
  } catch {
    return ''
  }
}

/** Processes whose argument list passes the test. */
export function pidsOfCommand(test: (words: readonly string[]) => boolean): number[] {
  if (!isLinux) return []
  return allPids().filter(pid =>
    test(
      Buffer.from(readQuietly(`/proc/${pid}/cmdline`), 'latin1')
        .toString('utf8')
        .split('\0'),
    ),
  )
}

/** Seconds since the process began, for "since when". */
export function ageSeconds(facts: ProcessFacts): number | undefined {
  if (!isLinux) return undefined
  const uptime = Number.parseFloat(readFileSync('/proc/uptime', 'utf8'))
  return Math.max(0, uptime - Number(facts.startTime) / ticksPerSecond)
}

/** Sockets (inode numbers) that a process holds; empty when it is gone or belongs to somebody else. */
export function socketInodesOf(pid: number): Set<string> {
  const inodes = new Set<string>()
  try {
    for (const fd of readdirSync(`/proc/${pid}/fd`)) {
      const match = /^socket:\[(\d+)\]$/.exec(linkTarget(`/proc/${pid}/fd/${fd}`))
      if (match?.[1] !== undefined) inodes.add(match[1])
    }
  } catch {
    // Gone or not ours to look at.
  }
  return inodes
}

export function allPids(): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
}

function linkTarget(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

function factsFromProc(pid: number, boot: string): ProcessFacts | undefined {
  const stat = readQuietly(`/proc/${pid}/stat`)
  if (stat === '') return undefined
  // The command (field 2) may hold blanks and brackets, so count from its last closing bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const field = (number: number) => fields[number - 3] ?? '0'
  return {
    pid,
    bootId: boot,
    startTime: field(22),
    parent: Number(field(4)),
    group: Number(field(5)),
    isZombie: field(3) === 'Z' || field(3) === 'X',
    rssBytes: Number(field(24)) * pageBytes,
    cpuSeconds: (Number(field(14)) + Number(field(15))) / ticksPerSecond,
  }
}

function markedFromProc(mark: string, boot: string): MarkedProcess[] {
  const found: MarkedProcess[] = []
  for (const pid of allPids()) {
    const environment = readQuietly(`/proc/${pid}/environ`)
    if (!`\0${environment}`.includes(`\0${mark}`)) continue
    const facts = factsFromProc(pid, boot)
    if (facts && !facts.isZombie) found.push({...facts, marks: marksIn(environment.split('\0'))})
  }
  return found
}

function marksIn(entries: readonly string[]): Record<string, string> {
  const marks: Record<string, string> = {}
  for (const entry of entries) {
    const match = /^(MSA_[A-Z_]+)=(.*)$/s.exec(entry)
    if (match?.[1] !== undefined && match[2] !== undefined) marks[match[1]] = match[2]
  }
  return marks
}

function readQuietly(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

const psColumns = 'pid=,ppid=,pgid=,stat=,rss=,time=,lstart='

function factsFromPs(pid: number, boot: string): ProcessFacts | undefined {
  try {
    return parsePs(execFileSync('ps', ['-o', psColumns, '-p', String(pid)], {encoding: 'utf8'}), boot)
  } catch {
    return undefined
  }
}

function parsePs(line: string, boot: string): ProcessFacts | undefined {
  const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\d+)\s+(?:(\d+):)?(\d+):([\d.]+)\s+(.{24})/.exec(line)
  if (!match) return undefined
  const [, pid, parent, group, state = '', rss, hours = '0', minutes, seconds, startTime = ''] = match
  return {
    pid: Number(pid),
    bootId: boot,
    startTime,
    parent: Number(parent),
    group: Number(group),
    isZombie: state.startsWith('Z'),
    rssBytes: Number(rss) * 1024,
    cpuSeconds: Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds),
  }
}

/** macOS shows the environment of one's own processes with `ps -E`. */
function markedFromPs(mark: string, boot: string): MarkedProcess[] {
  const found: MarkedProcess[] = []
  const output = execFileSync('ps', ['-axEww', '-o', `${psColumns},command=`], {encoding: 'utf8', maxBuffer: 64 << 20})
  for (const line of output.split('\n')) {
    if (!line.includes(` ${mark}`)) continue
    const facts = parsePs(line, boot)
    if (facts && !facts.isZombie) found.push({...facts, marks: marksIn(line.split(' '))})
  }
  return found
}
