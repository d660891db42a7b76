import {join} from 'node:path'
import {defineComponent, restartOnFailure, type Workload, type WorkloadContext} from './component.js'
import {javaWorkload, log4jFile, log4jProperty} from './jvm.js'
import {properties} from './properties.js'

export const zookeeper = defineComponent({
  name: 'zookeeper',
  stack: 'broker',
  summary: 'ZooKeeper: knows which brokers are alive and who leads',
  ports: {client: 2181},
  dependsOn: [],
  needs: [{program: 'java'}, {distribution: 'kafka'}],
  workload: zookeeperWorkload,
  image: {
    reference: 'apache/kafka:3.9.1',
    digest: 'sha256:4ceccc577f03f51f6af8dbfda55194d0d892f4fa7913ffbded567ce3895622ed',
    programs: {java: 'java'},
    distributions: {kafka: {dir: '/opt/kafka', jars: ['/opt/kafka/libs/*']}},
  },
  probes: {
    readiness: {kind: 'zookeeper', port: 'client'},
    liveness: {kind: 'zookeeper', port: 'client', timeoutMs: 5000},
  },
  restart: restartOnFailure,
  stopSignal: 'SIGTERM',
  stopGraceMs: 5_000,
  memoryMiB: 60,
  urls: [{label: 'ZooKeeper', port: 'client', scheme: 'zookeeper'}],
  labShortcuts: ['ZooKeeper does not wait for the disk after each transaction (zookeeper.forceSync=no)'],
})

function zookeeperWorkload(context: WorkloadContext): Workload {
  const configFile = join(context.configDir, 'zoo.cfg')
  const java = javaWorkload(context, {
    name: 'zookeeper',
    jars: context.distribution('kafka').jars,
    heapMiB: [32, 64],
    systemProperties: {
      ...log4jProperty(context.configDir),
      // KiB by which a transaction log grows; 64 MiB, the default, is a lot to write before the first node.
      'zookeeper.preAllocSize': '256',
      ...(context.durability === 'lab' ? {'zookeeper.forceSync': 'no'} : {}),
    },
    mainClass: 'org.apache.zookeeper.server.quorum.QuorumPeerMain',
    args: [configFile],
  })
  return {...java, files: [log4jFile(context.configDir), {path: configFile, content: zooCfg(context)}]}
}

function zooCfg({port, listen, settings}: WorkloadContext): string {
  return properties(
    {
      // Relative to the working folder, the component's own: no path can then be misread.
      dataDir: './data',
      clientPort: port('client'),
      clientPortAddress: listen,
      maxClientCnxns: 0,
      tickTime: 2000,
      // Else a Jetty listens on 0.0.0.0:8080.
      'admin.enableServer': 'false',
      '4lw.commands.whitelist': 'ruok,srvr',
    },
    settings,
  )
}
