/** Something that must not wait for ever. */
export interface Waiting {
  readonly untilMs: number
  /** Called once, when its time is over. */
  tooLate(): void
}

const lookEveryMs = 100

/** One timer for all that wait: at thousands of requests a second a timer each would cost more than what it guards. */
export class Deadlines {
  private readonly waiting = new Set<Waiting>()
  private readonly timer: NodeJS.Timeout

  constructor(private readonly now: () => number = () => performance.now()) {
    this.timer = setInterval(() => this.look(), lookEveryMs)
    this.timer.unref()
  }

  add(waiting: Waiting): void {
    this.waiting.add(waiting)
  }

  remove(waiting: Waiting): void {
    this.waiting.delete(waiting)
  }

  stop(): void {
    clearInterval(this.timer)
  }

  private look(): void {
    const now = this.now()
    for (const one of this.waiting) {
      if (one.untilMs > now) continue
      this.waiting.delete(one)
      one.tooLate()
    }
  }
}
