import type {ProgramName} from '../stacks/component.js'

/** A program that must be on this machine. `mvn` is nobody's need in a lab: it fetches the distributions. */
export type ToolName = ProgramName | 'mvn'
export type Version = readonly [number, ...number[]]

export interface ProgramSpec {
  readonly name: ToolName
  readonly label: string
  /** File names it goes by, the first one found is taken. */
  readonly executables: readonly [string, ...string[]]
  /** Variables that name its folder or the program itself. The first is msa's own and counts alone; the others are hints. */
  readonly homes: readonly [string, ...string[]]
  /** Where packages of Debian and Homebrew put it; `*` stands for one folder's name. */
  readonly folders: readonly string[]
  /** Looked at before PATH, since what stands on PATH is a wrapper. */
  readonly foldersFirst?: boolean
  /** Empty: every version will do. */
  readonly atLeast: Version | readonly []
  readonly version: VersionSource
  /** Another program without which this one does not run. */
  readonly companion?: Companion
}

/** `run`: it says so when asked; `path`: its real path says so, since asking would boot a virtual machine; `none`: it doesn't matter. */
export type VersionSource =
  | {readonly by: 'run'; readonly args: readonly string[]; readonly pattern: RegExp}
  | {readonly by: 'path'; readonly pattern: RegExp}
  | {readonly by: 'none'}

export interface Companion {
  readonly executable: string
  readonly label: string
  /** Read from a file near the companion's real path, since asking it would boot a virtual machine. */
  readonly version?: {readonly file: string; readonly pattern: RegExp; readonly atLeast: Version}
  /** Beside the program, by its folder; then PATH, then these. */
  readonly beside: readonly string[]
  readonly folders: readonly string[]
}

const isMac = process.platform === 'darwin'
const brew = isMac ? ['/opt/homebrew', '/usr/local'] : ['/home/linuxbrew/.linuxbrew']
const brewed = (formula: string, folder = 'bin') => brew.map(prefix => `${prefix}/opt/${formula}/${folder}`)

export const programSpecs: Readonly<Record<ToolName, ProgramSpec>> = {
  java: {
    name: 'java',
    label: 'Java',
    executables: ['java'],
    homes: ['MSA_JAVA_HOME', 'JAVA_HOME'],
    folders: [
      '/usr/lib/jvm/*/bin',
      ...['openjdk@21', 'openjdk@17', 'openjdk'].flatMap(formula => brewed(formula)),
      ...(isMac ? ['/Library/Java/JavaVirtualMachines/*/Contents/Home/bin'] : []),
    ],
    // Zipkin 3.5 is compiled for 17.
    atLeast: [17],
    version: {by: 'run', args: ['-version'], pattern: /version "(?:1\.)?(\d[\w.+-]*)"/},
  },
  node: {
    name: 'node',
    label: 'Node',
    executables: ['node'],
    homes: ['MSA_NODE_HOME'],
    folders: ['/usr/bin', ...brewed('node')],
    atLeast: [20, 19],
    version: {by: 'run', args: ['--version'], pattern: /^v(\d+\.\d+\.\d+)/m},
  },
  'rabbitmq-server': {
    name: 'rabbitmq-server',
    label: 'RabbitMQ',
    executables: ['rabbitmq-server'],
    homes: ['MSA_RABBITMQ_HOME'],
    folders: ['/usr/lib/rabbitmq/bin', ...brewed('rabbitmq', 'sbin'), '/usr/lib/rabbitmq/lib/*/sbin'],
    foldersFirst: true,
    atLeast: [3, 9],
    version: {by: 'path', pattern: /rabbitmq(?:_server)?[-/](\d+\.\d+\.\d+)/},
    companion: {
      executable: 'erl',
      label: 'Erlang',
      // From 23 on a node can be known by its port, without epmd.
      version: {file: '../releases/start_erl.data', pattern: /\s(\d+)\s*$/, atLeast: [23]},
      beside: [],
      folders: ['/usr/bin', '/usr/lib/erlang/bin', ...brewed('erlang')],
    },
  },
  mariadbd: {
    name: 'mariadbd',
    label: 'MariaDB',
    executables: ['mariadbd', 'mysqld'],
    homes: ['MSA_MARIADB_HOME'],
    folders: ['/usr/sbin', '/usr/libexec', ...brewed('mariadb')],
    atLeast: [10, 5],
    version: {by: 'run', args: ['--no-defaults', '--version'], pattern: /Ver (\d+\.\d+\.\d+)-MariaDB/},
    companion: {
      executable: 'mariadb-install-db',
      label: "MariaDB's installer of data folders",
      beside: ['.', '../bin', '../scripts'],
      folders: ['/usr/bin'],
    },
  },
  prometheus: {
    name: 'prometheus',
    label: 'Prometheus',
    executables: ['prometheus'],
    homes: ['MSA_PROMETHEUS_HOME'],
    folders: ['/usr/bin', ...brewed('prometheus')],
    atLeast: [2, 20],
    version: {by: 'run', args: ['--version'], pattern: /version (\d+\.\d+\.\d+)/},
  },
  grafana: {
    name: 'grafana',
    label: 'Grafana',
    executables: ['grafana', 'grafana-server'],
    homes: ['MSA_GRAFANA_HOME'],
    // /usr/sbin/grafana is a wrapper with the paths of the system service in it.
    folders: ['/usr/share/grafana/bin', ...brewed('grafana')],
    foldersFirst: true,
    atLeast: [8],
    version: {by: 'run', args: ['-v'], pattern: /[Vv]ersion (\d+\.\d+\.\d+)/},
  },
  mvn: {
    name: 'mvn',
    label: 'Maven',
    executables: ['mvn'],
    homes: ['MSA_MAVEN_HOME', 'MAVEN_HOME', 'M2_HOME'],
    folders: ['/usr/bin', '/usr/share/maven/bin', ...brewed('maven')],
    atLeast: [],
    version: {by: 'none'},
  },
}
