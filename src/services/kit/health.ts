import {reasonOf} from '../../errors.js'

export type HealthStatus = 'UP' | 'DOWN' | 'OUT_OF_SERVICE' | 'UNKNOWN'
export interface HealthDetail {
  readonly status: HealthStatus
  readonly details?: Readonly<Record<string, unknown>>
}
export type HealthCheck = () => HealthDetail | Promise<HealthDetail>

export interface HealthReport extends HealthDetail {
  readonly components: Readonly<Record<string, HealthDetail>>
}

const severity: readonly HealthStatus[] = ['DOWN', 'OUT_OF_SERVICE', 'UP', 'UNKNOWN']
const checkTimeoutMs = 2000

/** What a service depends on, asked anew for each report; the worst answer is the service's own. */
export class Health {
  private readonly checks = new Map<string, HealthCheck>()
  private readonly known = new Map<string, HealthStatus>()
  /** Why the service cannot serve yet; undefined once it can. */
  notReadyBecause: string | undefined = 'starting'

  /** `say` hears of each change, so that the log tells why a service was not ready. */
  constructor(private readonly say: (message: string) => void = () => undefined) {}

  add(name: string, check: HealthCheck): void {
    this.checks.set(name, check)
  }

  /** Ready to be given requests? A database that is away does not make the service itself unready. */
  readiness(): HealthDetail {
    if (this.notReadyBecause === undefined) return {status: 'UP'}
    return {status: 'OUT_OF_SERVICE', details: {reason: this.notReadyBecause}}
  }

  async report(): Promise<HealthReport> {
    const checked = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, await this.ask(name, check)] as const),
    )
    const components = {...Object.fromEntries(checked), readinessState: this.readiness()}
    const statuses = Object.values(components).map(detail => detail.status)
    return {status: severity.find(status => statuses.includes(status)) ?? 'UP', components}
  }

  private async ask(name: string, check: HealthCheck): Promise<HealthDetail> {
    const detail = await answerOf(check)
    const before = this.known.get(name)
    this.known.set(name, detail.status)
    const isNews = before === undefined ? detail.status === 'DOWN' : before !== detail.status
    const reason = detail.details?.error
    if (isNews) this.say(`health: ${name} is ${detail.status}${reason === undefined ? '' : `: ${reason}`}`)
    return detail
  }
}

async function answerOf(check: HealthCheck): Promise<HealthDetail> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<HealthDetail>(resolve => {
    timer = setTimeout(() => resolve(down(`no answer within ${checkTimeoutMs} ms`)), checkTimeoutMs)
  })
  try {
    return await Promise.race([Promise.resolve(check()), tooLate])
  } catch (error) {
    return down(reasonOf(error))
  } finally {
    clearTimeout(timer)
  }
}

export function up(details?: Readonly<Record<string, unknown>>): HealthDetail {
  return details === undefined ? {status: 'UP'} : {status: 'UP', details}
}

export function down(reason: string): HealthDetail {
  return {status: 'DOWN', details: {error: reason}}
}
