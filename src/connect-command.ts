import {Flags} from '@oclif/core'
import type {AddressView, ConnectClient} from './clients/connect.js'
import type {ConnectRequest} from './clients/connect-requests.js'
import type {AddPlaces} from './connectors/add-connector.js'
import type {DoctorPlaces} from './connectors/doctor.js'
import {KafkaCommand} from './kafka-command.js'
import {usesEngine} from './runtimes/docker/engine-file.js'

/** What the commands about connectors share: which Kafka Connect is meant, and where secrets come from. */
export abstract class ConnectCommand extends KafkaCommand {
  static readonly varFlag = {
    var: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'NAME=VALUE',
      summary: `Fill the placeholder \${NAME}`,
    }),
  }
  static override baseFlags = {
    ...KafkaCommand.baseFlags,
    connect: Flags.string({
      helpGroup: 'GLOBAL',
      helpValue: 'URL',
      summary: "Kafka Connect to talk to instead of the lab's own",
      env: 'MSA_CONNECT_URL',
    }),
    show: Flags.boolean({helpGroup: 'GLOBAL', summary: 'Print the curl command that does the same, secrets masked'}),
  }

  protected async connectAddress(flags: ConnectFlags): Promise<string> {
    if (flags.connect !== undefined) return flags.connect.replace(/\/+$/, '')
    const {host, port} = await this.address('connect')
    return `http://${host}:${port}`
  }

  protected async connect(
    flags: ConnectFlags,
    patience?: {wait?: boolean; patienceMs?: number},
  ): Promise<ConnectClient> {
    const {ConnectClient} = await import('./clients/connect.js')
    return new ConnectClient(await this.connectAddress(flags), {
      view: flags.connect === undefined ? await this.workersView() : undefined,
      waitsForStart: patience?.wait === true,
      ...(patience?.patienceMs === undefined ? {} : {patienceMs: patience.patienceMs}),
    })
  }

  /** Of the lab's own worker. */
  private async workersView(): Promise<AddressView | undefined> {
    const {identity} = await this.place()
    // Without containers there is nothing to be seen in another way, and nothing to be loaded.
    if (!usesEngine(identity)) return undefined
    const [{findSnapshot}, {viewFromWorker, workerAddresses}, {catalogue}] = await Promise.all([
      import('./lab/client/lab-client.js'),
      import('./connectors/worker-addresses.js'),
      import('./stacks/index.js'),
    ])
    const running = await findSnapshot(identity, process.env)
    const pairs = workerAddresses(running?.snapshot.components ?? [], catalogue)
    return pairs === undefined ? undefined : viewFromWorker(pairs)
  }

  protected async doctorPlaces(flags: ConnectFlags): Promise<DoctorPlaces> {
    // A lab without a database has no address for one.
    const database = await this.address('mariadb').catch(() => undefined)
    const {join} = await import('node:path')
    const log = join((await this.place()).identity.dir, 'logs', 'connect.log')
    return {askCluster: () => this.cluster(flags), database, workerLog: flags.connect === undefined ? log : undefined}
  }

  /** All that adding a connector needs: the worker, the secrets, Kafka. */
  protected async places(flags: ConnectFlags & WriteFlags): Promise<AddPlaces> {
    const [{secretSources}, {parseConfigPairs}, brokers] = await Promise.all([
      import('./connectors/secret-sources.js'),
      import('./topics/config-pairs.js'),
      this.brokers(flags),
    ])
    const vars = parseConfigPairs(flags.var ?? [], '--var')
    const labDir = (await this.place()).identity.dir
    return {
      connect: await this.connect(flags, {
        wait: flags.wait,
        ...(flags.timeout === undefined ? {} : {patienceMs: flags.timeout}),
      }),
      sources: secretSources({labDir, vars, env: process.env}),
      ...(await this.doctorPlaces(flags)),
      show: flags.show ? await this.curlWriter(flags) : undefined,
      brokers: brokers.map(({host, port}) => `${host}:${port}`).join(','),
    }
  }

  /** With `--show`: the same by hand, on stderr, before it is done. */
  protected async showRequests(
    flags: ConnectFlags & {readonly show: boolean},
    requests: readonly ConnectRequest[],
  ): Promise<void> {
    if (!flags.show) return
    const write = await this.curlWriter(flags)
    for (const request of requests) write(request)
  }

  private async curlWriter(flags: ConnectFlags): Promise<(request: ConnectRequest) => void> {
    const [{curl}, address] = await Promise.all([import('./connectors/curl.js'), this.connectAddress(flags)])
    return request => this.terminal.note(curl(address, request))
  }
}

export interface ConnectFlags {
  readonly connect?: string | undefined
  readonly brokers?: string | undefined
}

export interface WriteFlags {
  readonly show: boolean
  readonly var?: readonly string[] | undefined
  readonly wait: boolean
  readonly timeout?: number | undefined
}
