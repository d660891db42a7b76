import type {RequestListener} from 'node:http'
import type {Health} from './health.js'
import {HttpProblem} from './http/problem.js'
import {type Router, toListener} from './http/router.js'
import {answerProblem} from './http/server.js'
import type {UpgradeListener} from './http/upgrades.js'

export interface FrontParts {
  /** Takes requests before the router does; answers false for those that are the router's. */
  readonly before?: (...request: Parameters<RequestListener>) => boolean
  readonly onUpgrade?: UpgradeListener
}

/** Answers "not ready, because …" until the service is there. */
export class Front {
  private listener: RequestListener
  private upgradeListener: UpgradeListener = (_request, socket) => socket.destroy()

  constructor(health: Health) {
    this.listener = (request, response) => {
      const reason = health.notReadyBecause ?? 'starting'
      answerProblem(request, response, new HttpProblem(503, reason, {headers: {'retry-after': '1'}}))
    }
  }

  handle: RequestListener = (request, response) => this.listener(request, response)
  upgrade: UpgradeListener = (request, socket, head) => this.upgradeListener(request, socket, head)

  open(parts: FrontParts, router: Router): void {
    const fallback = toListener(router)
    const {before} = parts
    this.listener =
      before === undefined
        ? fallback
        : (request, response) => {
            if (!before(request, response)) fallback(request, response)
          }
    if (parts.onUpgrade) this.upgradeListener = parts.onUpgrade
  }
}
