import {join} from 'node:path'
import {defineComponent, restartOnFailure, type Workload, type WorkloadContext} from './component.js'
import {javaWorkload, log4jFile, log4jProperty} from './jvm.js'
import {properties} from './properties.js'

export const kafka = defineComponent({
  name: 'kafka',
  stack: 'broker',
  summary: 'Kafka: one broker, topics are made on first use',
  ports: {broker: 9092},
  portForContainers: {name: 'containers', port: 19_092},
  dependsOn: [{on: 'zookeeper', condition: 'ready'}],
  needs: [{program: 'java'}, {distribution: 'kafka'}],
  workload: kafkaWorkload,
  image: {
    reference: 'apache/kafka:3.9.1',
    digest: 'sha256:4ceccc577f03f51f6af8dbfda55194d0d892f4fa7913ffbded567ce3895622ed',
    programs: {java: 'java'},
    distributions: {kafka: {dir: '/opt/kafka', jars: ['/opt/kafka/libs/*']}},
  },
  probes: {
    readiness: {kind: 'kafka', port: 'broker', minBrokers: 1},
    liveness: {kind: 'kafka', port: 'broker', minBrokers: 0, timeoutMs: 5000},
  },
  restart: restartOnFailure,
  knownFailures: [
    {
      says: 'Invalid cluster\\.id in',
      means: 'its data belongs to another ZooKeeper than the one that runs: their cluster ids differ',
      tryThis: [
        'Put the data of that ZooKeeper back (.msa/data/zookeeper)',
        'Or begin anew, without the topics: msa down kafka --volumes; msa up',
      ],
    },
  ],
  // Kafka then writes its clean-shutdown marker; without it the next start reads all open segments again.
  stopSignal: 'SIGTERM',
  stopGraceMs: 15_000,
  memoryMiB: 135,
  urls: [{label: 'Kafka', port: 'broker', scheme: 'kafka'}],
})

function kafkaWorkload(context: WorkloadContext): Workload {
  const configFile = join(context.configDir, 'server.properties')
  const java = javaWorkload(context, {
    name: 'kafka',
    jars: context.distribution('kafka').jars,
    heapMiB: [128, 256],
    systemProperties: log4jProperty(context.configDir),
    mainClass: 'kafka.Kafka',
    args: [configFile],
  })
  return {
    ...java,
    files: [log4jFile(context.configDir), {path: configFile, content: serverProperties(context)}],
    // After a crash the broker's own remains would make it exit with NodeExists until its old session expires.
    beforeStart: [
      {
        kind: 'zookeeper-nodes',
        at: context.linkFromMachine('zookeeper'),
        paths: [`/brokers/ids/${context.settings['broker.id'] ?? brokerId}`, '/controller'],
      },
    ],
  }
}

const brokerId = 0

function serverProperties(context: WorkloadContext): string {
  const {link, settings} = context
  const zookeeper = link('zookeeper')
  return properties(
    {
      'broker.id': brokerId,
      ...listenersOf(context),
      // Relative to the working folder: a list, which a comma in an absolute path would break.
      'log.dirs': './data',
      'zookeeper.connect': `${zookeeper.host}:${zookeeper.port}`,
      'zookeeper.session.timeout.ms': 6000,
      'num.partitions': 1,
      'offsets.topic.replication.factor': 1,
      'transaction.state.log.replication.factor': 1,
      'transaction.state.log.min.isr': 1,
      // Nobody else is about to join; the broker's default waits 3 s for them.
      'group.initial.rebalance.delay.ms': 0,
      ...smallBroker,
    },
    settings,
  )
}

/** A client goes on at the address that the broker tells it: programs of this machine at loopback, those in containers at a listener of their own. */
function listenersOf({port, listen, forContainers}: WorkloadContext) {
  const forMachine = {
    listens: `PLAINTEXT://${listen}:${port('broker')}`,
    tells: `PLAINTEXT://127.0.0.1:${port('broker')}`,
  }
  if (forContainers === undefined) return {listeners: forMachine.listens, 'advertised.listeners': forMachine.tells}
  return {
    listeners: `${forMachine.listens},CONTAINERS://${listen}:${port('containers')}`,
    'advertised.listeners': `${forMachine.tells},CONTAINERS://${forContainers.host}:${forContainers.port}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTAINERS:PLAINTEXT',
  }
}

/** One laptop, one user: fewer threads, and 4 MiB instead of 128 to compact by (131 MiB resident instead of 259). */
const smallBroker = {
  'offsets.topic.num.partitions': 1,
  'transaction.state.log.num.partitions': 1,
  'num.network.threads': 2,
  'num.io.threads': 2,
  'background.threads': 2,
  'log.cleaner.dedupe.buffer.size': 4_194_304,
  'log.cleaner.io.buffer.size': 65_536,
  'log.index.size.max.bytes': 1_048_576,
  'log.segment.bytes': 67_108_864,
}
