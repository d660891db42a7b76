import {MsaError} from '../../errors.js'
import {type BrokerAddress, BrokerConnection, type ConnectOptions} from './broker-connection.js'
import {type ClusterMetadata, fetchMetadata} from './metadata.js'

/** The brokers of one cluster, found from any of the given addresses; a connection each, opened when first needed. */
export class Cluster {
  private readonly connections = new Map<string, Promise<BrokerConnection>>()
  private known: BrokerAddress[]
  private brokerIds = new Map<number, BrokerAddress>()
  private controllerId = -1

  constructor(
    bootstrap: readonly BrokerAddress[],
    private readonly options: ConnectOptions = {},
  ) {
    this.known = [...bootstrap]
  }

  async metadata(topics?: readonly string[]): Promise<ClusterMetadata> {
    const metadata = await fetchMetadata(await this.any(), topics)
    this.brokerIds = new Map(metadata.brokers.map(broker => [broker.id, broker]))
    this.controllerId = metadata.controllerId
    return metadata
  }

  /** The broker of that id, as the last `metadata()` placed it. */
  async broker(id: number): Promise<BrokerConnection> {
    const address = this.brokerIds.get(id)
    if (address) return this.connect(address)
    throw new MsaError('E_NOT_REACHABLE', `broker ${id} is not part of the cluster at the moment`, {
      tryThis: ['See which brokers are there: msa status'],
    })
  }

  /** The broker that makes, alters and deletes topics. */
  async controller(): Promise<BrokerConnection> {
    if (!this.brokerIds.has(this.controllerId)) await this.metadata([])
    return this.broker(this.controllerId)
  }

  async any(): Promise<BrokerConnection> {
    let failure: unknown
    for (const address of [...this.known, ...this.brokerIds.values()]) {
      try {
        return await this.connect(address)
      } catch (error) {
        failure ??= error
      }
    }
    throw failure
  }

  close(): void {
    for (const connection of this.connections.values()) {
      connection.then(
        open => open.close(),
        () => undefined,
      )
    }
    this.connections.clear()
  }

  private async connect(address: BrokerAddress): Promise<BrokerConnection> {
    const name = `${address.host}:${address.port}`
    const existing = await this.connections.get(name)?.catch(() => undefined)
    if (existing?.isOpen) return existing
    const opening = BrokerConnection.open(address, this.options)
    this.connections.set(name, opening)
    return opening
  }
}
