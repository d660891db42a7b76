import type {Properties} from '../kit/config/properties.js'

/** Times of the registry under Spring's keys. The real server's defaults are made for a thousand instances; these are for a lab. */
export interface LeaseSettings {
  readonly evictionIntervalMs: number
  /** How long a change stays in the delta. */
  readonly deltaRetentionMs: number
  readonly selfPreservation: boolean
  /** Below this share of the expected heartbeats nothing is evicted: the network is more likely to be ill than everybody at once. */
  readonly renewalThreshold: number
}

export function leaseSettings(properties: Properties): LeaseSettings {
  return {
    evictionIntervalMs: properties.number('eureka.server.eviction-interval-timer-in-ms', 1000),
    deltaRetentionMs: properties.number('eureka.server.retention-time-in-m-s-in-delta-queue', 180_000),
    selfPreservation: properties.flag('eureka.server.enable-self-preservation', false),
    renewalThreshold: properties.number('eureka.server.renewal-percent-threshold', 0.85),
  }
}
