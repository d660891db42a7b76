import {join} from 'node:path'
import type {Provisions} from '../src/distributions/provision.js'
import type {ProbeQuestion} from '../src/probes/probe.js'
import type {Need, ProgramName} from '../src/stacks/component.js'

/** One of the seven as its own documentation starts it, on the ports of the lab. */
export interface StockServer {
  readonly name: string
  readonly command: readonly [string, ...string[]]
  readonly env?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
  readonly directories?: readonly string[]
  /** Done before it, and part of its time. */
  readonly prepare?: readonly [string, ...string[]]
  readonly question: ProbeQuestion
  readonly ports: Readonly<Record<string, number>>
}

export const sevenNames = ['zookeeper', 'kafka', 'connect', 'rabbitmq', 'mariadb', 'zipkin', 'prometheus'] as const

export const sevenNeeds: readonly Need[] = [
  ...(['java', 'rabbitmq-server', 'mariadbd', 'prometheus'] as const).map(program => ({program})),
  ...(['kafka', 'zipkin', 'dbz-mariadb', 'dbz-jdbc'] as const).map(distribution => ({distribution})),
]

/** What `kafka-run-class.sh` gives every JVM of Apache Kafka. */
const kafkaJvm = [
  ...['-server', '-XX:+UseG1GC', '-XX:MaxGCPauseMillis=20', '-XX:InitiatingHeapOccupancyPercent=35'],
  ...['-XX:+ExplicitGCInvokesConcurrent', '-XX:MaxInlineLevel=15', '-Djava.awt.headless=true'],
]

const log4j = `log4j.rootLogger=INFO, stdout
log4j.appender.stdout=org.apache.log4j.ConsoleAppender
log4j.appender.stdout.layout=org.apache.log4j.PatternLayout
log4j.appender.stdout.layout.ConversionPattern=[%d] %p %m (%c)%n
`

/** In the order in which they are started. Zipkin is the unpacked one of the cache, which starts a little faster than its own jar. */
export function stockServers(found: Provisions, folder: string, offset: number): StockServer[] {
  const at = (name: string) => join(folder, name)
  const port = (standard: number) => standard + offset
  const program = (name: ProgramName) => found.programs.get(name)?.path ?? name
  const jars = (name: 'kafka' | 'zipkin') => found.distributions.get(name)?.jars.join(':') ?? ''
  const plugins = (['dbz-mariadb', 'dbz-jdbc'] as const).map(name => found.distributions.get(name)?.dir ?? '')
  const kafkaProgram = (heap: readonly string[], mainClass: string, file: string): [string, ...string[]] => [
    program('java'),
    ...heap,
    ...kafkaJvm,
    `-Dlog4j.configuration=file:${at('log4j.properties')}`,
    ...['-cp', jars('kafka'), mainClass, at(file)],
  ]
  return [
    {
      name: 'zookeeper',
      command: kafkaProgram(
        ['-Xmx512M', '-Xms512M'],
        'org.apache.zookeeper.server.quorum.QuorumPeerMain',
        'zookeeper.properties',
      ),
      files: {
        'log4j.properties': log4j,
        'zookeeper.properties': `dataDir=${at('zookeeper')}\nclientPort=${port(2181)}\nclientPortAddress=127.0.0.1\nmaxClientCnxns=0\nadmin.enableServer=false\n4lw.commands.whitelist=ruok,srvr\n`,
      },
      question: {kind: 'zookeeper', port: 'main'},
      ports: {main: port(2181)},
    },
    {
      name: 'kafka',
      command: kafkaProgram(['-Xmx1G', '-Xms1G'], 'kafka.Kafka', 'server.properties'),
      files: {
        'server.properties': `broker.id=0\nlisteners=PLAINTEXT://127.0.0.1:${port(9092)}\nlog.dirs=${at('kafka')}\nzookeeper.connect=127.0.0.1:${port(2181)}\noffsets.topic.replication.factor=1\ntransaction.state.log.replication.factor=1\ntransaction.state.log.min.isr=1\ngroup.initial.rebalance.delay.ms=0\n`,
      },
      question: {kind: 'kafka', port: 'main', minBrokers: 1},
      ports: {main: port(9092)},
    },
    {
      name: 'connect',
      command: kafkaProgram(
        ['-Xms256M', '-Xmx2G'],
        'org.apache.kafka.connect.cli.ConnectDistributed',
        'connect.properties',
      ),
      files: {
        'connect.properties': `bootstrap.servers=127.0.0.1:${port(9092)}\ngroup.id=stock\nkey.converter=org.apache.kafka.connect.json.JsonConverter\nvalue.converter=org.apache.kafka.connect.json.JsonConverter\noffset.storage.topic=connect-offsets\nconfig.storage.topic=connect-configs\nstatus.storage.topic=connect-status\noffset.storage.replication.factor=1\nconfig.storage.replication.factor=1\nstatus.storage.replication.factor=1\nlisteners=http://127.0.0.1:${port(8083)}\nrest.advertised.host.name=127.0.0.1\nplugin.path=${plugins.join(',')}\n`,
      },
      question: {kind: 'http', port: 'main', path: '/health', expectStatus: 200},
      ports: {main: port(8083)},
    },
    rabbitmq(program('rabbitmq-server'), at, port),
    {
      name: 'mariadb',
      prepare: [
        'mariadb-install-db',
        ...['--no-defaults', '--user=root', `--datadir=${at('mariadb')}`, '--skip-test-db'],
        '--auth-root-authentication-method=normal',
      ],
      command: [
        program('mariadbd'),
        ...['--no-defaults', '--user=root', `--datadir=${at('mariadb')}`, '--socket=', '--bind-address=127.0.0.1'],
        ...[`--port=${port(3306)}`, '--server-id=1', '--log-bin=mysql-bin', '--binlog-format=ROW'],
      ],
      question: {kind: 'mariadb', port: 'main'},
      ports: {main: port(3306)},
    },
    {
      name: 'zipkin',
      command: [
        program('java'),
        `-Darmeria.ports[0].port=${port(9411)}`,
        ...['-Darmeria.ports[0].ip=127.0.0.1', '-Darmeria.ports[0].protocols[0]=http'],
        ...['-cp', jars('zipkin'), 'zipkin.server.ZipkinServer'],
      ],
      question: {kind: 'http', port: 'main', path: '/health', expectStatus: 200},
      ports: {main: port(9411)},
    },
    {
      name: 'prometheus',
      command: [
        program('prometheus'),
        `--config.file=${at('prometheus.yml')}`,
        `--storage.tsdb.path=${at('prometheus')}`,
        `--web.listen-address=127.0.0.1:${port(9090)}`,
      ],
      files: {'prometheus.yml': 'global:\n  scrape_interval: 15s\n'},
      question: {kind: 'http', port: 'main', path: '/-/ready', expectStatus: 200},
      ports: {main: port(9090)},
    },
  ]
}

function rabbitmq(command: string, at: (name: string) => string, port: (standard: number) => number): StockServer {
  const home = at('rabbitmq')
  return {
    name: 'rabbitmq',
    command: [command],
    env: {
      HOME: home,
      RABBITMQ_NODENAME: 'stock@localhost',
      RABBITMQ_MNESIA_BASE: join(home, 'mnesia'),
      RABBITMQ_LOG_BASE: join(home, 'log'),
      RABBITMQ_PID_FILE: join(home, 'pid'),
      RABBITMQ_CONFIG_FILE: at('rabbitmq'),
      RABBITMQ_CONFIG_FILES: join(home, 'none', '*.conf'),
      RABBITMQ_CONF_ENV_FILE: '/dev/null',
      RABBITMQ_ENABLED_PLUGINS_FILE: at('enabled_plugins'),
      RABBITMQ_ADVANCED_CONFIG_FILE: join(home, 'none'),
      RABBITMQ_GENERATED_CONFIG_DIR: join(home, 'config'),
      RABBITMQ_DIST_PORT: String(port(25672)),
      // No epmd, which would outlive the measurement.
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: `-sname stock@localhost -start_epmd false -erl_epmd_port ${port(25672)} -kernel inet_dist_use_interface {127,0,0,1}`,
    },
    directories: ['mnesia', 'log', 'config'].map(name => join(home, name)),
    files: {
      'rabbitmq.conf': `listeners.tcp.1 = 127.0.0.1:${port(5672)}\nmanagement.tcp.ip = 127.0.0.1\nmanagement.tcp.port = ${port(15672)}\nlog.console = true\n`,
      enabled_plugins: '[rabbitmq_management].\n',
    },
    question: {
      kind: 'all',
      of: [
        {kind: 'amqp', port: 'main'},
        {kind: 'http', port: 'management', path: '/api/overview', expectStatus: 200, auth: 'guest:guest'},
      ],
    },
    ports: {main: port(5672), management: port(15672)},
  }
}
