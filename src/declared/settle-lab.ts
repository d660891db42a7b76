import {ConnectClient} from '../clients/connect.js'
import {Cluster} from '../clients/kafka-wire/cluster.js'
import type {AddedConnector} from '../connectors/add-connector.js'
import {ensureConnectors} from '../connectors/ensure-connectors.js'
import {secretSources} from '../connectors/secret-sources.js'
import {viewFromWorker, workerAddresses} from '../connectors/worker-addresses.js'
import {MsaError} from '../errors.js'
import {findSnapshot} from '../lab/client/lab-client.js'
import {addressIn, registeringServices} from '../lab/client/registering-services.js'
import {untilRegistered} from '../lab/client/until-registered.js'
import type {Lab} from '../lab/lab.js'
import type {LabPlace} from '../lab/place.js'
import type {ComponentStatus} from '../lab/protocol.js'
import type {Address, Component} from '../stacks/component.js'
import {ensureTopics} from '../topics/ensure-topics.js'

/** Where `lab`, `topics` and `connectors` meet: what a lab file declares beside components, made true once these are ready. */
export interface SettleLab {
  readonly lab: Lab
  readonly place: LabPlace
  readonly catalogue: readonly Component[]
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  /** Each kind of work as one line that changes. */
  readonly work: (key: string, text: string, isDone: boolean) => void
}

const registrationTimeoutMs = 60_000

/** Services registered and routable, topics there, connectors running. Topics come before connectors, which would make them with settings of their own. */
export async function settleLab(settle: SettleLab): Promise<void> {
  const running = await findSnapshot(settle.place.identity, settle.env)
  const components = running?.snapshot.components ?? []
  await Promise.all([registered(settle, components), declared(settle, components)])
}

async function registered({catalogue, signal, work}: SettleLab, components: readonly ComponentStatus[]): Promise<void> {
  const services = registeringServices(components, catalogue)
  const discovery = addressIn(components, 'discovery')
  if (services.size === 0 || discovery === undefined) return
  const tell = (missing: string) => work('registration', missing, false)
  const gateway = addressIn(components, 'gateway')
  await untilRegistered({services, discovery, gateway, timeoutMs: registrationTimeoutMs, signal, tell})
  work('registration', `${services.size} ${services.size === 1 ? 'service' : 'services'} can be reached`, true)
}

async function declared(settle: SettleLab, components: readonly ComponentStatus[]): Promise<void> {
  const kafka = addressIn(components, 'kafka')
  if (kafka === undefined) return
  await declaredTopics(settle, kafka)
  const connect = addressIn(components, 'connect')
  if (connect !== undefined)
    await declaredConnectors(settle, {kafka, connect, mariadb: addressIn(components, 'mariadb'), components})
}

async function declaredTopics({lab, work}: SettleLab, kafka: Address): Promise<void> {
  if (lab.topics.length === 0) return
  const topics = await ensureTopics(new Cluster([kafka]), lab.topics)
  work('topics', topics.map(({topic, action}) => `${topic} ${action}`).join(', '), true)
}

interface Servers {
  readonly kafka: Address
  readonly connect: Address
  readonly mariadb: Address | undefined
  readonly components: readonly ComponentStatus[]
}

async function declaredConnectors(
  {lab, place, catalogue, env, work}: SettleLab,
  {kafka, connect, mariadb, components}: Servers,
): Promise<void> {
  if (lab.connectors.length === 0) return
  work('connectors', 'being registered', false)
  const pairs = workerAddresses(components, catalogue)
  const view = pairs === undefined ? undefined : viewFromWorker(pairs)
  const added = await ensureConnectors(lab.connectors, {
    connect: new ConnectClient(`http://${connect.host}:${connect.port}`, {waitsForStart: true, view}),
    sources: secretSources({labDir: place.identity.dir, vars: new Map(), env}),
    askCluster: async () => new Cluster([kafka]),
    brokers: `${kafka.host}:${kafka.port}`,
    database: mariadb,
  })
  work('connectors', added.map(outcomeText).join(', '), true)
  rejectFailed(added)
}

/** A new lab has no tables yet: its source runs and waits, which is said. */
function outcomeText({name, outcome, findings}: AddedConnector): string {
  const missing = findings.find(({failure}) => failure === 'source-table-missing')
  return `${name} ${outcome}${missing === undefined ? '' : ` (${missing.cause})`}`
}

/** The lab runs, but is not what its file says. */
function rejectFailed(added: readonly AddedConnector[]): void {
  const failed = added.filter(({outcome}) => ['invalid', 'failed', 'timed out'].includes(outcome))
  const [first] = failed
  if (first === undefined) return
  throw new MsaError('E_FAILED', `everything runs, but ${failed.length} of ${added.length} connectors do not`, {
    details: failed.map(
      ({name, outcome, findings, problem}) => `${name}: ${findings[0]?.cause ?? problem?.message ?? outcome}`,
    ),
    tryThis: [howToMend(first), 'Once mended: msa up'],
  })
}

/** One that was refused isn't there to be examined: its file is what has to be mended. */
function howToMend({name, from, outcome, findings}: AddedConnector): string {
  if (outcome !== 'invalid' && outcome !== 'refused') return `Why: msa connector doctor ${name}`
  const pair = /--set (\S+)/.exec(findings[0]?.fix[0] ?? '')?.[1]
  return pair === undefined ? `See each setting: msa connector validate ${from}` : `Write into ${from}: ${pair}`
}
