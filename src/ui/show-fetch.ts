import type {ProvisionProgress} from '../distributions/provision.js'
import type {LabReporter} from './progress/reporter.js'
import {bytesText} from './units.js'

/** `fetch kafka, zipkin: downloading, 41 MiB of about 210 MiB` */
export function showFetch(
  {step, distributions, bytes, expectedBytes}: ProvisionProgress,
  reporter: Pick<LabReporter, 'work'>,
): void {
  const size = `${bytesText(bytes)} of about ${bytesText(expectedBytes)}`
  const text = step === 'downloading' ? `downloading, ${size}` : step.replaceAll('-', ' ')
  reporter.work(`fetch ${distributions.join(', ')}`, text, step === 'done')
}
