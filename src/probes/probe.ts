/** What to ask. Timing words are Kubernetes' own, in milliseconds. `port` is the name of one of the component's ports. */
export type Probe = ProbeTiming & ProbeQuestion

export type ProbeQuestion =
  /** Does something accept connections? Only for programs whose protocol is unknown. */
  | {readonly kind: 'tcp'; readonly port: string}
  | {
      readonly kind: 'http'
      readonly port: string
      readonly path: string
      /** Any status below 400 when not said. */
      readonly expectStatus?: number
      /** `user:password` of a known default; never a secret of the lab. */
      readonly auth?: string
    }
  /** A regular expression that a line of this run's output matches. Only for starting up: what was said once tells nothing about now. */
  | {readonly kind: 'log'; readonly pattern: string}
  /** Exit code 0 is a yes. */
  | {readonly kind: 'exec'; readonly command: readonly string[]}
  | {readonly kind: 'zookeeper'; readonly port: string}
  /** With `minBrokers: 0` any well-formed answer will do (liveness); else as many brokers and an elected controller are asked for. */
  | {readonly kind: 'kafka'; readonly port: string; readonly minBrokers: number}
  | {readonly kind: 'amqp'; readonly port: string}
  /** Without `user` the greeting will do; with it a login by the password in `passwordFile` (a name in the component's configDir) and `SELECT 1`. */
  | {readonly kind: 'mariadb'; readonly port: string; readonly user?: string; readonly passwordFile?: string}
  /** Every one of them must say yes; the first no is the answer. */
  | {readonly kind: 'all'; readonly of: readonly ProbeQuestion[]}

export interface ProbeTiming {
  readonly initialDelayMs?: number
  readonly periodMs?: number
  readonly timeoutMs?: number
  readonly successThreshold?: number
  readonly failureThreshold?: number
}

/** "No" always comes with the reason that the user will read. */
export type Verdict = {readonly ok: true} | {readonly ok: false; readonly reason: string}

export const yes: Verdict = {ok: true}
export function no(reason: string): Verdict {
  return {ok: false, reason}
}

/** Where the asked process answers: its ports by name, its log file, and the environment for `exec`. */
export interface ProbeTarget {
  readonly host: string
  readonly ports: Readonly<Record<string, number>>
  /** An engine answers at the ports in place of the program. */
  readonly isPublished?: boolean
  readonly logFile?: string
  /** Size of the log file when this run began; what an earlier run said doesn't count. */
  readonly logFrom?: number
  /** Where `passwordFile` lies. */
  readonly configDir?: string
  readonly env?: Readonly<Record<string, string>>
}

/** How long one question may take, and what ends it early. */
export interface Patience {
  readonly timeoutMs: number
  readonly signal: AbortSignal
}
