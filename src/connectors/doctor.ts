import type {ConnectClient, ConnectorConfig, ConnectorStatus} from '../clients/connect.js'
import type {Cluster} from '../clients/kafka-wire/cluster.js'
import {shellWord} from '../platform/shell-word.js'
import {shapeWords} from '../topics/record-shape.js'
import {healthOf, traceOf} from './connector-health.js'
import {type Diagnosis, diagnose} from './diagnosis/diagnose.js'
import type {LabDatabase, TopicFacts} from './diagnosis/known-failure.js'
import {examineDatabase} from './examine-database.js'
import {examineTopics} from './examine-topics.js'
import type {Finding} from './finding.js'
import {type Hidden, hiddenOf} from './hidden-config.js'
import {missingConnector} from './missing-connector.js'
import {memoryFindings, whyAway} from './worker-memory.js'

export interface DoctorReport {
  readonly name: string
  readonly class: string
  readonly state: string
  readonly healthy: boolean
  readonly diagnosis: Diagnosis | undefined
  /** What is wrong, or will be, though no task has failed of it. */
  readonly findings: readonly Finding[]
  readonly topics: readonly {readonly topic: string; readonly holds: string}[]
  readonly trace: string | undefined
}

export type AskCluster = () => Promise<Cluster>

export interface DoctorPlaces {
  readonly askCluster: AskCluster
  readonly database: LabDatabase | undefined
  /** The log of the lab's own worker. */
  readonly workerLog?: string | undefined
}

/** Why a connector does nothing: what its worker says, what is in its topics, and what its database answers. */
export async function examineConnector(
  connect: ConnectClient,
  name: string,
  places: DoctorPlaces,
): Promise<DoctorReport> {
  const [status, config] = await Promise.all([connect.status(name), connect.config(name)]).catch(async error => {
    throw await whyAway(error, places.workerLog)
  })
  if (config === undefined) throw await missingConnector(connect, name)
  return reportOn({name, status, config, hidden: hiddenOf(config)}, places)
}

export interface Patient {
  readonly name: string
  readonly status: ConnectorStatus | undefined
  readonly config: ConnectorConfig
  readonly hidden: Hidden
}

export async function reportOn({name, status, config, hidden}: Patient, places: DoctorPlaces): Promise<DoctorReport> {
  const shown = hidden.config(config)
  const topics = config.topics === undefined ? [] : await examineTopics(await places.askCluster(), config)
  const trace = status === undefined ? undefined : traceOf(status)
  const examined = await examineDatabase(name, config, places.database)
  const diagnosed =
    trace === undefined ? undefined : diagnose(trace, {name, config: shown, topics, database: places.database})
  const diagnosis = diagnosed && hiddenDiagnosis(name, withNearerFix(diagnosed, examined), hidden)
  const memory = await memoryFindings(places.workerLog, name, shown)
  const findings = [...memory, ...examined, ...topicFindings(topics)].filter(
    ({failure}) => failure !== diagnosis?.failure,
  )
  const state = status === undefined ? 'UNASSIGNED' : healthOf(status).state
  return {
    name,
    class: config['connector.class'] ?? '',
    state,
    healthy: state === 'RUNNING' && findings.length === 0,
    diagnosis,
    findings: findings.map(finding => ({...finding, cause: hidden.text(finding.cause)})),
    topics: topics.map(facts => ({topic: facts.topic, holds: holdings(facts)})),
    trace: trace === undefined ? undefined : hidden.text(trace),
  }
}

/** The database knows more than the trace does: which account it takes the user for. */
function withNearerFix(diagnosis: Diagnosis, examined: readonly Finding[]): Diagnosis {
  const nearer = examined.find(({failure}) => failure === diagnosis.failure)
  return nearer === undefined ? diagnosis : {...diagnosis, fix: nearer.fix}
}

function hiddenDiagnosis(name: string, diagnosis: Diagnosis, hidden: Hidden): Diagnosis {
  const [first, ...rest] = thenRestart(name, diagnosis.fix)
  return {
    ...diagnosis,
    cause: hidden.text(diagnosis.cause),
    words: diagnosis.words === undefined ? undefined : hidden.text(diagnosis.words),
    fix: [hidden.text(first), ...rest.map(line => hidden.text(line))],
  }
}

/** A task that failed stays dead until somebody starts it; new settings do. */
function thenRestart(name: string, fix: Diagnosis['fix']): Diagnosis['fix'] {
  const restarts = / connector (?:config|offsets reset|restart) |^msa restart |^msa connector add /.test(fix[0])
  return restarts ? fix : [...fix, `Then: msa connector restart ${shellWord(name)}`]
}

/** A sink of a topic that isn't there runs and waits, which looks just like one that has nothing to do. */
function topicFindings(topics: readonly TopicFacts[]): Finding[] {
  return topics
    .filter(({exists}) => !exists)
    .map(({topic}) => ({
      failure: 'topic-missing',
      field: 'topics',
      cause: `the topic ${topic} is not there (yet): the sink waits for it`,
      fix: [`msa topic create ${topic}`, 'See which there are: msa topic list'],
    }))
}

function holdings({exists, key, value}: TopicFacts): string {
  if (!exists) return 'no such topic'
  if (value === undefined) return 'no records'
  return `${shapeWords(value)}${key === undefined || key === 'nothing' ? ', no keys' : `, keys: ${shapeWords(key)}`}`
}
