import type {ConnectClient} from '../clients/connect.js'
import type {Cluster} from '../clients/kafka-wire/cluster.js'
import type {DatabaseTarget} from '../clients/mariadb.js'

/** Each is asked for when its leg is walked: a lab without Zipkin still has the legs before it. */
export interface FlowPlaces {
  /** `http://127.0.0.1:8000` */
  readonly gateway: string
  readonly askZipkin: () => Promise<string>
  readonly askCluster: () => Promise<Cluster>
  readonly askDatabase: () => Promise<DatabaseTarget>
  readonly askConnect: () => Promise<ConnectClient>
}
