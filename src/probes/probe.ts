/** What to ask. Timing words are Kubernetes' own, in milliseconds. `port` is the name of one of the component's ports. */
export type Probe = ProbeTiming & ProbeQuestion

export type ProbeQuestion =
  | {readonly kind: 'tcp'; readonly port: string}
  | {
      readonly kind: 'http'
      readonly port: string
      readonly path: string
      readonly expectStatus?: number
      readonly auth?: string
    }
  | {readonly kind: 'log'; readonly pattern: string}
  | {readonly kind: 'exec'; readonly command: readonly string[]}
  | {readonly kind: 'zookeeper'; readonly port: string}
  | {readonly kind: 'kafka'; readonly port: string; readonly minBrokers: number}
  | {readonly kind: 'amqp'; readonly port: string}
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
  readonly logFile?: string
  readonly env?: Readonly<Record<string, string>>
}
