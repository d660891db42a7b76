import type {Context} from '@opentelemetry/api'
import {
  AlwaysOffSampler,
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node'
import type {Properties} from '../config/properties.js'
import {isUndecided, isUnsampled} from './propagation.js'

/** Decides for traces that begin here, or whose caller left it to us; a caller's decision is always kept. `probability` is asked each time, so a refresh changes it. */
export function createSampler(probability: () => number): Sampler {
  let current = Number.NaN
  let ratio: Sampler = new AlwaysOffSampler()
  const own: Sampler = {
    shouldSample(context: Context, traceId, ...rest) {
      if (isUnsampled(context)) return {decision: SamplingDecision.NOT_RECORD}
      if (probability() !== current) {
        current = probability()
        ratio = new TraceIdRatioBasedSampler(current)
      }
      return ratio.shouldSample(context, traceId, ...rest)
    },
    toString: () => `probability ${current}`,
  }
  const never = new AlwaysOffSampler()
  return new ParentBasedSampler({
    root: own,
    remoteParentNotSampled: {
      shouldSample: (context, ...rest) =>
        isUndecided(context) ? own.shouldSample(context, ...rest) : never.shouldSample(),
      toString: () => 'the caller has decided, or we do',
    },
  })
}

const probabilityKeys = ['spring.sleuth.sampler.probability', 'management.tracing.sampling.probability']

/**
 * Sleuth's key, then Spring Boot 3's. A lab wants to see every trace, so everything is sampled unless told otherwise.
 * Throws where the first that is set is no probability.
 */
export function samplingProbability(properties: Properties): number {
  const key = probabilityKeys.find(name => properties.find(name) !== undefined)
  if (key === undefined) return 1
  const probability = properties.number(key, 1)
  if (probability >= 0 && probability <= 1) return probability
  throw new Error(`${key} must be a number from 0 to 1, not "${probability}"`)
}
