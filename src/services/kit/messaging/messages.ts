import type {Properties} from '../config/properties.js'

export interface OutgoingMessage {
  readonly topic: string
  readonly key: string | null
  readonly value: string
  /** Trace headers of the request it belongs to; a message sent in the request itself needs none. */
  readonly headers?: Readonly<Record<string, string>>
}

export interface IncomingMessage {
  readonly topic: string
  readonly partition: number
  readonly offset: string
  readonly key: string | undefined
  /** Undefined is a tombstone. */
  readonly value: string | undefined
}

export interface Subscription {
  readonly topic: string
  readonly groupId: string
  readonly fromBeginning: boolean
  /** False for a reader that keeps nothing and reads all of it again after a restart. */
  readonly commits: boolean
  /** A rejection delivers the message again; the offset is committed only after it resolved. */
  readonly onMessage: (message: IncomingMessage) => Promise<void>
}

/** Undefined where no broker is configured. */
export function kafkaBrokers(properties: Properties): string[] | undefined {
  const servers = properties.findAny('spring.kafka.bootstrap-servers', 'spring.kafka.bootstrap-servers[0]')
  return servers?.split(',').map(server => server.trim())
}
