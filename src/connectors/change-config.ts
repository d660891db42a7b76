import {parseConfigPairs} from '../topics/config-pairs.js'
import {type AddedConnector, type AddOptions, type AddPlaces, addConnector} from './add-connector.js'
import {missingConnector} from './missing-connector.js'
import {namedConnector, withOverrides} from './read-connectors.js'

export interface ChangeFlags {
  readonly set?: readonly string[] | undefined
  readonly unset?: readonly string[] | undefined
}

/** Changes some settings of a connector that is there; the others stay what they are, whatever they look like. */
export async function changeConfig(
  name: string,
  {set = [], unset = []}: ChangeFlags,
  places: AddPlaces,
  options: AddOptions,
): Promise<AddedConnector> {
  const live = await places.connect.config(name)
  if (live === undefined) throw await missingConnector(places.connect, name)
  const overrides = new Map<string, string | null>([
    ...parseConfigPairs(set, '--set'),
    ...unset.map(key => [key, null] as const),
  ])
  const wanted = namedConnector(name, withOverrides(live, overrides), 'the command line')
  const isNew = (key: string) => overrides.has(key)
  return addConnector({...wanted, isLiteral: key => !isNew(key)}, places, options)
}
