import {createHash} from 'node:crypto'
import {join} from 'node:path'
import {defineComponent, type PrepareStep, restartOnFailure, type Workload, type WorkloadContext} from './component.js'
import {javaWorkload, log4jFile, log4jProperty} from './jvm.js'
import {properties} from './properties.js'

/** Where `msa connector install` puts plug-ins, in the component's data. */
export const ownPluginsFolder = 'plugins'

export const connect = defineComponent({
  name: 'connect',
  stack: 'broker',
  summary: "Kafka Connect with Debezium's MariaDB source and JDBC sink",
  ports: {http: 8083},
  dependsOn: [{on: 'kafka', condition: 'ready'}],
  needs: [{program: 'java'}, {distribution: 'kafka'}, {distribution: 'dbz-mariadb'}, {distribution: 'dbz-jdbc'}],
  workload: connectWorkload,
  image: {
    reference: 'debezium/connect:3.0.0.Final',
    programs: {java: 'java'},
    filledByMsa: [ownPluginsFolder],
    distributions: {
      kafka: {dir: '/kafka', jars: ['/kafka/libs/*']},
      'dbz-mariadb': {dir: '/kafka/connect/debezium-connector-mariadb', jars: []},
      'dbz-jdbc': {dir: '/kafka/connect/debezium-connector-jdbc', jars: []},
    },
  },
  probes: {
    // Says yes only once the worker has joined its group and read its topics.
    readiness: {kind: 'http', port: 'http', path: '/health', expectStatus: 200},
    liveness: {kind: 'http', port: 'http', path: '/', timeoutMs: 5000},
  },
  restart: restartOnFailure,
  // Stopped before Kafka it leaves its group; a member that only vanishes is waited for by the next one.
  stopSignal: 'SIGTERM',
  stopGraceMs: 15_000,
  memoryMiB: 140,
  urls: [{label: 'Kafka Connect', port: 'http', scheme: 'http', path: '/connectors'}],
})

const group = 'msa-connect'
/** Folders of plug-ins beside each other in the working folder: what msa brings, and what the person installs. */
const bundledFolder = 'bundled-plugins'

function connectWorkload(context: WorkloadContext): Workload {
  const configFile = join(context.configDir, 'connect.properties')
  const java = javaWorkload(context, {
    name: 'connect',
    jars: context.distribution('kafka').jars,
    heapMiB: [128, 384],
    systemProperties: log4jProperty(context.configDir),
    mainClass: 'org.apache.kafka.connect.cli.ConnectDistributed',
    args: [configFile],
  })
  return {
    ...java,
    directories: [...(java.directories ?? []), join(context.dataDir, ownPluginsFolder)],
    files: [log4jFile(context.configDir), {path: configFile, content: connectProperties(context)}],
    prepare: [bundled(context, 'dbz-mariadb'), bundled(context, 'dbz-jdbc')],
    // A new worker would wait 10 s for the session of one that died.
    beforeStart: [
      {kind: 'kafka-group-members', at: context.linkFromMachine('kafka'), group: context.settings['group.id'] ?? group},
    ],
  }
}

/** A link to the shared distribution; another version of it is another link in another folder. */
function bundled(context: WorkloadContext, name: 'dbz-mariadb' | 'dbz-jdbc'): PrepareStep {
  return {
    creates: join(context.dataDir, bundledPath(context), name),
    because: `the connectors of ${name} belong to every worker`,
    command: ['ln', '-s', context.distribution(name).dir, '{}'],
  }
}

function bundledPath(context: WorkloadContext): string {
  const folders = [context.distribution('dbz-mariadb').dir, context.distribution('dbz-jdbc').dir]
  return `${bundledFolder}-${createHash('sha256').update(folders.join('\n')).digest('hex').slice(0, 8)}`
}

function connectProperties(context: WorkloadContext): string {
  const broker = context.link('kafka')
  return properties(
    {
      'bootstrap.servers': `${broker.host}:${broker.port}`,
      'group.id': group,
      'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'key.converter.schemas.enable': 'true',
      'value.converter.schemas.enable': 'true',
      'config.storage.topic': 'connect-configs',
      'offset.storage.topic': 'connect-offsets',
      'status.storage.topic': 'connect-status',
      'config.storage.replication.factor': 1,
      'offset.storage.replication.factor': 1,
      'status.storage.replication.factor': 1,
      // 25 and 5 by default: for one worker only more to read at each start.
      'offset.storage.partitions': 1,
      'status.storage.partitions': 1,
      listeners: `http://${context.listen}:${context.port('http')}`,
      'rest.advertised.host.name': context.host,
      // Relative, as a list: a comma in an absolute path would break it.
      'plugin.path': `./${bundledPath(context)},./${ownPluginsFolder}`,
      // Plug-ins are found by their service files; the default also loads every class of every jar (4 CPU seconds).
      'plugin.discovery': 'service_load',
      // By default the tasks of a worker that vanished wait 5 minutes for it to come back.
      'scheduled.rebalance.max.delay.ms': 0,
      // A JDBC sink keeps a failure to itself until its offsets are due: with the default it would look well for a minute.
      'offset.flush.interval.ms': 1000,
    },
    context.settings,
  )
}
