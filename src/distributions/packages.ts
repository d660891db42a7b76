import type {ToolName} from './programs.js'

export type PackageManager = 'apt-get' | 'brew'

export interface Packages {
  /** The first one that the archive has is installed; none where the archive hasn't got it. */
  readonly alternatives: readonly string[]
  /** System services that come with it: kept from starting, also at the next boot. */
  readonly units: readonly string[]
}

/** Debian's and Ubuntu's default Java may be older than 17, so that a version is named first. */
const debianJava = ['openjdk-17-jre-headless', 'openjdk-21-jre-headless', 'openjdk-25-jre-headless']

export const packagesOf: Readonly<Record<PackageManager, Readonly<Record<ToolName, Packages>>>> = {
  'apt-get': {
    java: {alternatives: debianJava, units: []},
    mvn: {alternatives: ['maven'], units: []},
    node: {alternatives: ['nodejs'], units: []},
    'rabbitmq-server': {
      alternatives: ['rabbitmq-server'],
      units: ['rabbitmq-server.service', 'epmd.socket', 'epmd.service'],
    },
    mariadbd: {alternatives: ['mariadb-server'], units: ['mariadb.service', 'mariadb.socket', 'mariadb-extra.socket']},
    prometheus: {alternatives: ['prometheus'], units: ['prometheus.service']},
    // In no distribution's archive, but in Grafana's own, where somebody has added that.
    grafana: {alternatives: ['grafana'], units: ['grafana-server.service']},
  },
  brew: {
    java: {alternatives: ['openjdk@17'], units: []},
    mvn: {alternatives: ['maven'], units: []},
    node: {alternatives: ['node'], units: []},
    'rabbitmq-server': {alternatives: ['rabbitmq'], units: []},
    mariadbd: {alternatives: ['mariadb'], units: []},
    prometheus: {alternatives: ['prometheus'], units: []},
    grafana: {alternatives: ['grafana'], units: []},
  },
}
