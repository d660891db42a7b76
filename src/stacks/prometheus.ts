import {join} from 'node:path'
import {type Address, defineComponent, restartOnFailure, type Workload, type WorkloadContext} from './component.js'
import {gateway} from './gateway.js'

export const prometheus = defineComponent({
  name: 'prometheus',
  stack: 'monitoring',
  summary: 'Prometheus: collects the metrics of the services every 15 s',
  ports: {http: 9090},
  dependsOn: [],
  needs: [{program: 'prometheus'}],
  workload: prometheusWorkload,
  image: {
    reference: 'prom/prometheus:v3.5.0',
    digest: 'sha256:63805ebb8d2b3920190daf1cb14a60871b16fd38bed42b857a3182bc621f4996',
    programs: {prometheus: '/bin/prometheus'},
  },
  probes: {
    readiness: {kind: 'http', port: 'http', path: '/-/ready', expectStatus: 200},
    liveness: {kind: 'http', port: 'http', path: '/-/healthy', timeoutMs: 5000},
  },
  restart: restartOnFailure,
  stopSignal: 'SIGTERM',
  stopGraceMs: 10_000,
  memoryMiB: 45,
  urls: [{label: 'Prometheus', port: 'http', scheme: 'http', path: '/'}],
})

/** Services behind the gateway, which strips the first segment of a path. */
const services = ['user-service', 'order-service', 'catalog-service']

interface Job {
  readonly name: string
  readonly path: string
  readonly at: Address
}

/** The lab file's settings are Prometheus's flags, such as `storage.tsdb.retention.time`. */
function prometheusWorkload(context: WorkloadContext): Workload {
  const configFile = join(context.configDir, 'prometheus.yml')
  const flags = {
    'config.file': configFile,
    'storage.tsdb.path': join(context.dataDir, 'data'),
    'web.listen-address': `${context.listen}:${context.port('http')}`,
    'log.level': 'warn',
    ...context.settings,
  }
  return {
    command: context.program('prometheus'),
    args: Object.entries(flags).map(([name, value]) => `--${name}=${value}`),
    files: [{path: configFile, content: scrapeConfig(context)}],
  }
}

/** As in the course: everything through the gateway, and Prometheus itself. */
function jobsOf({has, link, port}: WorkloadContext): Job[] {
  const own: Job = {name: 'prometheus', path: '/metrics', at: {host: '127.0.0.1', port: port('http')}}
  if (!has('gateway')) return [own]
  const at = link('gateway')
  return [
    ...services.filter(has).map(name => ({name, path: `/${name}/actuator/prometheus`, at})),
    {name: gateway.applicationName, path: '/actuator/prometheus', at},
    own,
  ]
}

function scrapeConfig(context: WorkloadContext): string {
  const jobs = jobsOf(context)
  return [
    'global:',
    '  scrape_interval: 15s',
    '  evaluation_interval: 15s',
    'scrape_configs:',
    ...jobs.flatMap(jobLines),
    ...(context.has('discovery') ? registeredLines(context.link('discovery'), jobs) : []),
    '',
  ].join('\n')
}

/**
 * Whatever else registers with discovery, each by its own name. Another path than Spring Boot's is said in the instance's metadata, as Prometheus's own
 * example has it (documentation/examples/prometheus-eureka.yml).
 */
function registeredLines({host, port}: Address, jobs: readonly Job[]): string[] {
  const known = jobs.map(({name}) => name).join('|')
  return [
    '  - job_name: registered',
    '    metrics_path: /actuator/prometheus',
    '    eureka_sd_configs:',
    `      - server: http://${host}:${port}/eureka`,
    '        refresh_interval: 5s',
    '    relabel_configs:',
    '      - source_labels: [__meta_eureka_app_name]',
    `        regex: (?i)(${known})`,
    '        action: drop',
    '      - source_labels: [__meta_eureka_app_name]',
    '        action: lowercase',
    '        target_label: job',
    '      - source_labels: [__meta_eureka_app_instance_metadata_prometheus_path]',
    '        regex: (.+)',
    '        target_label: __metrics_path__',
  ]
}

function jobLines({name, path, at}: Job): string[] {
  return [
    `  - job_name: ${name}`,
    `    metrics_path: ${path}`,
    '    static_configs:',
    `      - targets: ['${at.host}:${at.port}']`,
  ]
}
