import {spawn} from 'node:child_process'
import {once} from 'node:events'

/** A process that loads its program and then waits for a word on stdin (`src/supervisor.ts`). */
export interface Standby {
  begin(): Begun
  /** Ends it, unless it was told to begin. When we die without a word it ends by itself. */
  dismiss(): Promise<void>
}

export interface Begun {
  exit: 'not-yet' | 'quietly' | 'failed'
}

/** In a session of its own, which neither a closed terminal nor our end disturbs, and without output until it opens some itself. */
export function spawnStandby(command: string, args: readonly string[], env: Readonly<Record<string, string>>): Standby {
  const child = spawn(command, args, {detached: true, stdio: ['pipe', 'ignore', 'ignore'], env: {...env}, cwd: '/'})
  const begun: Begun = {exit: 'not-yet'}
  child.once('exit', code => {
    begun.exit = code === 0 ? 'quietly' : 'failed'
  })
  child.once('error', () => {
    begun.exit = 'failed'
  })
  // One that is gone before it is told is noticed by its end.
  child.stdin.on('error', () => undefined)
  child.unref()
  let hasBegun = false
  return {
    begin() {
      hasBegun = true
      child.stdin.end('begin')
      return begun
    },
    async dismiss() {
      if (hasBegun || !child.kill('SIGKILL')) return
      child.ref()
      await once(child, 'exit')
    },
  }
}
