import {execFileSync} from 'node:child_process'

/** A scenario whose means are missing fails with the reason: nothing is skipped silently. */
export function requireMeans(...programs: string[]): void {
  for (const program of programs) {
    try {
      execFileSync('sh', ['-c', `command -v ${program}`], {stdio: 'ignore'})
    } catch {
      throw new Error(`this fault needs the program "${program}": apt-get install ${packages[program] ?? program}`)
    }
  }
}

const packages: Readonly<Record<string, string>> = {
  setpriv: 'util-linux',
  unshare: 'util-linux',
  mount: 'mount',
  chattr: 'e2fsprogs',
  script: 'bsdutils',
}

/** Mounts, foreign users and other clocks can be had by root alone. */
export function requireRoot(): void {
  if (process.getuid?.() !== 0) throw new Error('this fault can only be made by root: run the scenarios with sudo')
}

export function asRoot(command: string, ...args: string[]): void {
  requireRoot()
  requireMeans(command)
  execFileSync(command, args, {stdio: 'pipe'})
}
