import {reasonOf} from '../../../errors.js'
import {systemClock} from '../../../platform/clock.js'
import type {BusEndpoint} from '../actuator/actuator.js'
import type {Configuration} from '../config/configuration.js'
import type {Log} from '../log.js'
import {type Carrier, messageCarrier} from '../tracing/propagation.js'
import {endSpan, type Tracing} from '../tracing/tracing.js'
import {AmqpLink} from './amqp-link.js'
import {
  ackEvent,
  ackType,
  type BusEvent,
  type BusMember,
  busIdOf,
  destinationOf,
  environmentEvent,
  environmentType,
  isMeantFor,
  parseBusEvent,
  refreshEvent,
  refreshType,
} from './bus-event.js'

export interface BusOptions {
  readonly member: BusMember
  readonly url: () => string
  readonly configuration: Configuration
  readonly tracing: Tracing
  readonly log: Log
}

/** An AMQP header beside Spring's own event, which must not have unknown fields: the keys that the refresh changed, as JSON. */
export const changedKeysHeader = 'x-msa-changed-keys'
const retryAfterMs = 1000

/** Spring Cloud Bus: one member's refresh is everybody's, and everybody says when it is done. */
export class Bus implements BusEndpoint {
  private readonly link: AmqpLink
  private readonly stopping = new AbortController()

  constructor(private readonly options: BusOptions) {
    this.link = new AmqpLink({
      url: options.url,
      say: message => options.log.warn(message),
      onMessage: (content, headers) => this.receive(content, headers),
      onConnected: reconnected => {
        // A refresh may have passed while this member was away; asking once more costs little and loses nothing.
        if (reconnected) void this.reload('RabbitMQ was away')
      },
    })
  }

  start(): void {
    this.link.start()
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    await this.link.stop()
  }

  get downBecause(): string | undefined {
    return this.link.downBecause
  }

  refresh(destination: string | undefined): void {
    this.send(refreshEvent(this.id, destinationOf(destination)))
  }

  setEnvironment(values: Readonly<Record<string, string>>, destination: string | undefined): void {
    this.send(environmentEvent(this.id, destinationOf(destination), {...values}))
  }

  private get id(): string {
    return busIdOf(this.options.member)
  }

  /** Goes through the broker to everybody, this member too: it then hears it like all the others. */
  private send(event: BusEvent, headers: Readonly<Record<string, string>> = {}): void {
    const scope = this.options.tracing.send('producer', `send ${event.type}`, {'messaging.system': 'rabbitmq'})
    this.link.publish(JSON.stringify(event), {...headers, ...scope.headers})
    endSpan(scope)
  }

  private receive(content: string, headers: Carrier): void {
    const event = parseBusEvent(content)
    if (event === undefined || event.type === ackType || !isMeantFor(event.destinationService, this.options.member))
      return
    const scope = this.options.tracing.receive('consumer', `receive ${event.type}`, messageCarrier(headers))
    void this.options.tracing.within(scope, async () => {
      await this.take(event)
      endSpan(scope)
    })
  }

  private async take(event: BusEvent): Promise<void> {
    if (event.type === refreshType) this.acknowledge(event, await this.reload(`asked by ${event.originService}`))
    if (event.type === environmentType) {
      this.acknowledge(event, await this.options.configuration.override(event.values ?? {}))
    }
  }

  private acknowledge(event: BusEvent, changed: readonly string[] | undefined): void {
    if (changed !== undefined) this.send(ackEvent(this.id, event), {[changedKeysHeader]: JSON.stringify(changed)})
  }

  /** Until the config server answers: a refresh that finds it away is late, not lost. Undefined when stopped meanwhile. */
  private async reload(why: string): Promise<readonly string[] | undefined> {
    const {configuration, log} = this.options
    let said = false
    while (!this.stopping.signal.aborted) {
      try {
        const changed = await configuration.refresh(this.stopping.signal)
        log.info(`configuration reloaded (${why}): ${changed.length === 0 ? 'nothing changed' : changed.join(', ')}`)
        return changed
      } catch (error) {
        if (!said) log.warn(`configuration not reloaded yet (${why}): ${reasonOf(error)}`)
        said = true
        await systemClock.sleep(retryAfterMs, this.stopping.signal)
      }
    }
    return undefined
  }
}
