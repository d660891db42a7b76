import {join} from 'node:path'
import {defineComponent, restartOnFailure, type Workload, type WorkloadContext} from './component.js'
import {assignments} from './properties.js'

export const rabbitmq = defineComponent({
  name: 'rabbitmq',
  stack: 'messaging',
  summary: 'RabbitMQ: carries the bus of the config server',
  ports: {amqp: 5672, management: 15672, distribution: 25672},
  dependsOn: [],
  needs: [{program: 'rabbitmq-server'}],
  workload: rabbitmqWorkload,
  image: {
    reference: 'rabbitmq:3.13.7-management',
    digest: 'sha256:e582c0bc7766f3342496d8485efb5a1df782b5ce3886ad017e2eaae442311f69',
    programs: {'rabbitmq-server': 'rabbitmq-server'},
    templates: ['rabbitmq'],
    ownPorts: ['distribution'],
  },
  probes: {
    readiness: {
      kind: 'all',
      of: [
        {kind: 'amqp', port: 'amqp'},
        {kind: 'http', port: 'management', path: '/api/overview', expectStatus: 200, auth: 'guest:guest'},
      ],
    },
    liveness: {kind: 'amqp', port: 'amqp', timeoutMs: 5000},
  },
  restart: restartOnFailure,
  stopSignal: 'SIGTERM',
  stopGraceMs: 15_000,
  memoryMiB: 145,
  urls: [
    {label: 'RabbitMQ', port: 'amqp', scheme: 'amqp', user: 'guest', password: 'guest'},
    {label: 'RabbitMQ management', port: 'management', scheme: 'http', path: '/', user: 'guest', password: 'guest'},
  ],
})

/** Part of the names of the data folders: the same in every lab, so that a lab that moves finds its queues again. */
const nodeName = 'msa@localhost'

/** tcpmux (RFC 1078): nothing has listened there for decades. */
const nobodysPort = 1

function rabbitmqWorkload(context: WorkloadContext): Workload {
  const {dataDir, configDir} = context
  const config = (name: string) => join(configDir, name)
  const data = (name: string) => join(dataDir, name)
  return {
    command: context.program('rabbitmq-server'),
    args: [],
    env: {
      // Erlang makes its cookie there, of its own, mode 0400.
      HOME: dataDir,
      RABBITMQ_NODENAME: nodeName,
      RABBITMQ_DIST_PORT: String(context.port('distribution')),
      // It asks epmd whether its name is taken. The one of the machine, if there is one, knows other labs' nodes; on this port none answers.
      ERL_EPMD_PORT: String(nobodysPort),
      RABBITMQ_CONFIG_FILE: config('rabbitmq'),
      RABBITMQ_ADVANCED_CONFIG_FILE: config('advanced.config'),
      RABBITMQ_ENABLED_PLUGINS_FILE: config('enabled_plugins'),
      // Without these the machine's own files in /etc/rabbitmq would be read as well.
      RABBITMQ_CONFIG_FILES: config('conf.d/*.conf'),
      RABBITMQ_CONF_ENV_FILE: '/dev/null',
      RABBITMQ_GENERATED_CONFIG_DIR: data('config'),
      RABBITMQ_MNESIA_BASE: data('mnesia'),
      RABBITMQ_LOG_BASE: data('log'),
      RABBITMQ_PID_FILE: data('pid'),
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: erlangArgs(context).join(' '),
      // Before Erlang's other arguments, the last of which boots RabbitMQ. By name, since a path may have blanks.
      ERL_AFLAGS: '-eval file:eval(os:getenv(\\"MSA_RABBITMQ_START\\")).',
      // Its script then becomes Erlang itself, instead of one more process that would translate signals into a slow rabbitmqctl.
      RUNNING_UNDER_SYSTEMD: 'true',
      MSA_RABBITMQ_START: join(context.templatesDir, 'rabbitmq', 'start.eval'),
    },
    directories: [data('mnesia'), data('log'), data('config')],
    files: [
      {path: config('rabbitmq.conf'), content: rabbitmqConf(context)},
      {path: config('advanced.config'), content: '[].\n'},
      {path: config('enabled_plugins'), content: '[rabbitmq_management].\n'},
    ],
  }
}

function erlangArgs({port}: WorkloadContext): string[] {
  return [
    // No epmd, which would outlive the lab and be shared by all: whoever looks for a node finds it on its known port.
    // Named from the start, since RabbitMQ would start an epmd (by a second Erlang) to name the node itself.
    `-sname ${nodeName}`,
    '-start_epmd false',
    `-erl_epmd_port ${port('distribution')}`,
    '-kernel inet_dist_use_interface {127,0,0,1}',
    // Erlang's schedulers else spin for work: CPU that the other servers need while all start at once.
    '+sbwt none +sbwtdcpu none +sbwtdio none',
  ]
}

function rabbitmqConf({port, listen, settings}: WorkloadContext): string {
  return assignments(
    {
      'listeners.tcp.1': `${listen}:${port('amqp')}`,
      'management.tcp.ip': listen,
      'management.tcp.port': port('management'),
      // In a container nobody comes from its own loopback.
      'loopback_users.guest': String(listen === '127.0.0.1'),
      'log.console': 'true',
      'log.console.level': 'warning',
      'log.file': 'false',
      // Each probe opens the protocol and goes: a warning of two lines every five seconds.
      'log.connection.level': 'error',
    },
    settings,
  )
}
