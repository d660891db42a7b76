import type {ConnectClient} from '../clients/connect.js'
import {MsaError} from '../errors.js'
import {nearest} from '../nearest.js'

export async function missingConnector(connect: Pick<ConnectClient, 'names'>, name: string): Promise<MsaError> {
  const names = await connect.names()
  const near = nearest(name, names)
  const there = names.length === 0 ? 'There is no connector yet' : `There are: ${names.join(', ')}`
  return new MsaError('E_FAILED', `there is no connector ${name}`, {
    details: near === undefined ? [there] : [`did you mean "${near}"?`, there],
    tryThis: ['msa connector list', 'Add one: msa connector add FILE'],
  })
}
