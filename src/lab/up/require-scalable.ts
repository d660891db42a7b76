import {MsaError} from '../../errors.js'
import type {Component} from '../../stacks/component.js'
import type {Lab} from '../lab.js'

/**
 * Only services run several times. A second broker would take the first one's id and its place in ZooKeeper; the other servers' clients
 * know one address.
 */
export function requireScalable({components}: Lab, catalogue: readonly Component[]): void {
  const server = components.find(
    ({name, instances}) => instances > 1 && catalogue.some(known => known.name === name && known.stack !== 'services'),
  )
  if (server === undefined) return
  throw new MsaError('E_USAGE', `${server.name} runs once in a lab, not ${server.instances} times`, {
    tryThis: [
      'Services run several times: msa scale order-service=3',
      `A second ${server.name} is a second lab: msa init`,
    ],
  })
}
