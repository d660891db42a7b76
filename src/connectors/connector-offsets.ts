import type {ConnectClient, ConnectorOffset} from '../clients/connect.js'
import {missingConnector} from './missing-connector.js'

export interface ConnectorOffsets {
  readonly name: string
  readonly offsets: readonly ConnectorOffset[]
}

export async function connectorOffsets(connect: ConnectClient, name: string): Promise<ConnectorOffsets> {
  const found = await connect.offsets(name)
  if (found === undefined) throw await missingConnector(connect, name)
  return {name, offsets: found.offsets}
}
