import {reasonOf} from '../../errors.js'
import {systemClock} from '../../platform/clock.js'
import type {Log} from '../kit/log.js'
import type {Outbox, Send} from './outbox.js'

/** Empties an outbox whenever it is poked, and now and then in case another instance died with its poke. */
export class OutboxRelay {
  private readonly stopping = new AbortController()
  private poked = new AbortController()
  private ended: Promise<void> = Promise.resolve()
  private failing = false

  constructor(
    private readonly outboxes: readonly Outbox[],
    private readonly send: Send,
    private readonly log: Log,
  ) {}

  start(): void {
    this.ended = this.run()
  }

  poke(): void {
    this.poked.abort()
  }

  /** Gives what waits one last chance. */
  async stop(): Promise<void> {
    this.stopping.abort()
    this.poke()
    await this.ended
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.poked = new AbortController()
      const result = await this.sendSome()
      // A poke does not hasten a broker that is away.
      if (result === 'failed') await systemClock.sleep(500, this.stopping.signal)
      if (result === 'nothing') await systemClock.sleep(1000, this.poked.signal)
    }
    await this.sendSome()
  }

  private async sendSome(): Promise<'sent' | 'nothing' | 'failed'> {
    try {
      let sent = false
      for (const outbox of this.outboxes) sent = (await outbox.sendSome(this.send)) || sent
      if (this.failing) this.log.info('messages of orders are sent again')
      this.failing = false
      return sent ? 'sent' : 'nothing'
    } catch (error) {
      if (!this.failing) this.log.warn(`messages of orders wait: ${reasonOf(error)}`)
      this.failing = true
      return 'failed'
    }
  }
}
