import {dirname, join} from 'node:path'
import {type Address, defineComponent, restartOnFailure, type Workload, type WorkloadContext} from './component.js'

export const grafana = defineComponent({
  name: 'grafana',
  stack: 'monitoring',
  summary: 'Grafana: dashboards over Prometheus, set up and ready',
  ports: {http: 3000},
  dependsOn: [],
  needs: [{program: 'grafana'}],
  optional: true,
  workload: grafanaWorkload,
  image: {
    reference: 'grafana/grafana:12.0.2',
    digest: 'sha256:b5b59bfc7561634c2d7b136c4543d702ebcc94a3da477f21ff26f89ffd4214fa',
    programs: {grafana: '/usr/share/grafana/bin/grafana'},
    templates: ['grafana'],
  },
  probes: {
    readiness: {kind: 'http', port: 'http', path: '/api/health', expectStatus: 200},
    liveness: {kind: 'http', port: 'http', path: '/api/health', timeoutMs: 5000},
  },
  restart: restartOnFailure,
  stopSignal: 'SIGTERM',
  stopGraceMs: 10_000,
  // Grafana's own documentation plans with so much; it is in no distribution's archive, so it was not measured.
  memoryMiB: 150,
  urls: [{label: 'Grafana', port: 'http', scheme: 'http', path: '/', user: 'admin', password: 'admin'}],
})

function grafanaWorkload(context: WorkloadContext): Workload {
  const program = context.program('grafana')
  const configFile = join(context.configDir, 'grafana.ini')
  const provisioning = join(context.configDir, 'provisioning')
  return {
    command: program,
    args: [
      // From 9.4 on `grafana server`; before, a program of its own.
      ...(program.endsWith('-server') ? [] : ['server']),
      `--homepath=${homeOf(program)}`,
      `--config=${configFile}`,
    ],
    directories: ['datasources', 'dashboards', 'plugins', 'alerting'].map(name => join(provisioning, name)),
    files: [
      {path: configFile, content: iniFile({...ownSettings(context, provisioning), ...context.settings})},
      {path: join(provisioning, 'datasources', 'msa.yml'), content: dataSources(context)},
      {path: join(provisioning, 'dashboards', 'msa.yml'), content: dashboards(dashboardFolder(context))},
    ],
  }
}

/** Packages keep the web files apart from the program, or both in share/grafana; an unpacked archive holds both. */
function homeOf(program: string): string {
  const parent = dirname(dirname(program))
  if (parent.endsWith('/share/grafana')) return parent
  return /^\/(usr|usr\/local|opt\/homebrew)(\/|$)/.test(parent) ? join(parent, 'share', 'grafana') : parent
}

function dashboardFolder({templatesDir}: WorkloadContext): string {
  return join(templatesDir, 'grafana', 'dashboards')
}

/** `section.key`, as settings of the lab file are written too. */
function ownSettings(context: WorkloadContext, provisioning: string): Record<string, string> {
  return {
    'paths.data': join(context.dataDir, 'data'),
    'paths.logs': join(context.dataDir, 'log'),
    'paths.plugins': join(context.dataDir, 'plugins'),
    'paths.provisioning': provisioning,
    'server.http_addr': context.listen,
    'server.http_port': String(context.port('http')),
    'security.admin_user': 'admin',
    'security.admin_password': 'admin',
    'users.allow_sign_up': 'false',
    'auth.anonymous.enabled': 'true',
    'auth.anonymous.org_role': 'Viewer',
    'dashboards.default_home_dashboard_path': join(dashboardFolder(context), 'services.json'),
    'log.mode': 'console',
    'log.level': 'warn',
    ...nothingButLoopback,
  }
}

/** What would otherwise call home at start. */
const nothingButLoopback = {
  'analytics.reporting_enabled': 'false',
  'analytics.check_for_updates': 'false',
  'analytics.check_for_plugin_updates': 'false',
  'news.news_feed_enabled': 'false',
  'snapshots.external_enabled': 'false',
  'plugins.preinstall_disabled': 'true',
}

function iniFile(settings: Readonly<Record<string, string>>): string {
  const sections = new Map<string, string[]>()
  for (const [name, value] of Object.entries(settings)) {
    const dot = name.lastIndexOf('.')
    const section = name.slice(0, Math.max(0, dot))
    sections.set(section, [...(sections.get(section) ?? []), `${name.slice(dot + 1)} = ${iniValue(value)}`])
  }
  return [...sections]
    .map(([section, lines]) => [...(section === '' ? [] : [`[${section}]`]), ...lines, ''].join('\n'))
    .join('\n')
}

/** Between triple quotes neither `#` nor `;` begins a comment. */
function iniValue(value: string): string {
  return /[#;"`]/.test(value) ? `"""${value}"""` : value
}

function dataSources({has, link}: WorkloadContext): string {
  return [
    'apiVersion: 1',
    'datasources:',
    ...(has('prometheus') ? dataSource('Prometheus', 'prometheus', link('prometheus'), true) : []),
    ...(has('zipkin') ? dataSource('Zipkin', 'zipkin', link('zipkin'), false) : []),
    '',
  ].join('\n')
}

/** `uid` is what the dashboards name their source by. */
function dataSource(name: string, uid: string, at: Address, isDefault: boolean): string[] {
  return [
    `  - name: ${name}`,
    `    uid: ${uid}`,
    `    type: ${uid}`,
    '    access: proxy',
    `    url: http://${at.host}:${at.port}`,
    `    isDefault: ${isDefault}`,
  ]
}

function dashboards(folder: string): string {
  return [
    'apiVersion: 1',
    'providers:',
    '  - name: msa',
    '    folder: msa',
    '    type: file',
    '    options:',
    // A JSON string is a YAML string, whatever letters the path has.
    `      path: ${JSON.stringify(folder)}`,
    '',
  ].join('\n')
}
