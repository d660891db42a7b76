import type {AddedConnector, AddPlaces} from './add-connector.js'
import {applyConnectors} from './apply-connectors.js'
import {readConnectors, type WantedConnector} from './read-connectors.js'

/**
 * Makes the connectors that a lab declares be there and run. `paths` are the files and folders of the lab file, absolute. One that cannot run is in the
 * answer with its reason and keeps no other one back; a file that cannot be read is an error before anything is sent.
 */
export async function ensureConnectors(
  paths: readonly string[],
  places: AddPlaces,
  timeoutMs = 30_000,
): Promise<AddedConnector[]> {
  const read: WantedConnector[][] = []
  for (const path of paths) read.push(await readConnectors(path))
  return applyConnectors(read.flat(), places, {
    dryRun: false,
    waits: true,
    timeoutMs,
    // A lab file shall work wherever it is booted, with or without Confluent's plugin.
    translate: 'if-missing',
    validates: true,
    strict: false,
  })
}
