import type {Probe} from '../probes/probe.js'

export type StackName = 'broker' | 'messaging' | 'database' | 'tracing' | 'monitoring' | 'platform' | 'services' | 'own'
export type Env = Readonly<Record<string, string>>
export interface Address {
  readonly host: string
  readonly port: number
}

/** One thing a lab can run. Data and pure functions: no I/O, no clock, no process.env. */
export interface Component {
  readonly name: string
  readonly stack: StackName
  /** `spring.application.name`, where it is another one: its file in the config repository, and its name on the bus and in discovery. */
  readonly applicationName?: string
  /** One line for `msa status`, `msa graph` and the README's table. */
  readonly summary: string
  /** Ports by name with the course's defaults; the first is the main one. */
  readonly ports: Readonly<Record<string, number>>
  readonly dependsOn: readonly Dependency[]
  /** Programs and distributions that must be on this machine before the local runtime can run it. */
  readonly needs: readonly Need[]
  /** Part of the default lab only where its program is found (Grafana is in no distribution's main archive). */
  readonly optional?: boolean
  /** The process that it is, on this machine or in a container: what differs stands in the context. */
  readonly workload: (context: WorkloadContext) => Workload
  readonly image: ContainerImage
  /** A port beside the others, in labs with containers: for those who must be told another address than the rest of the machine. */
  readonly portForContainers?: {readonly name: string; readonly port: number}
  readonly probes: {readonly startup?: Probe; readonly readiness: Probe; readonly liveness?: Probe}
  readonly restart: RestartPolicy
  readonly stopSignal: 'SIGTERM' | 'SIGINT' | 'SIGQUIT'
  readonly stopGraceMs: number
  /** Resident memory to plan with, measured when ready. */
  readonly memoryMiB: number
  readonly urls: readonly Url[]
  readonly knownFailures?: readonly KnownFailure[]
  /** What `durability: lab` trades for speed, each in words for the manual; `full` leaves it all alone. */
  readonly labShortcuts?: readonly string[]
}

/** What a server says last when it ends for a reason that no restart mends. */
export interface KnownFailure {
  /** Regular expression for a line of its log. */
  readonly says: string
  readonly means: string
  readonly tryThis: readonly [string, ...string[]]
}

export interface Dependency {
  readonly on: string
  readonly condition: 'started' | 'ready' | 'completed'
}

export type Need = {readonly program: ProgramName} | {readonly distribution: DistributionName}
export type ProgramName = 'java' | 'node' | 'rabbitmq-server' | 'mariadbd' | 'prometheus' | 'grafana'
/** Kept in the lab's own folder, mode 0600, and known to whoever may read that. */
export type SecretName = 'db-password' | 'encrypt-key'
export type DistributionName = 'kafka' | 'zipkin' | 'dbz-mariadb' | 'dbz-jdbc'

/** `path` is opened by `msa open`; `user` and `password` are the known defaults of a loopback-only lab. */
export interface Url {
  readonly label: string
  readonly port: string
  readonly scheme: 'http' | 'amqp' | 'kafka' | 'mysql' | 'zookeeper'
  readonly path?: string
  readonly user?: string
  readonly password?: string
  /** Says which secret of the lab is the password, when it is not a known default. */
  readonly secret?: 'db-password'
}

export type RestartPolicy =
  | {readonly on: 'never'}
  | {
      readonly on: 'failure' | 'always'
      /** So many failures within `withinMs` and the component is `failed`. */
      readonly maxFailures: number
      readonly withinMs: number
      readonly backoffMs: readonly [first: number, cap: number]
      /** Ready for so long and the count begins anew. */
      readonly resetAfterMs: number
    }

/** 0.5 s doubled up to 30 s; five failures in ten minutes are enough; a minute of health forgives all (promise P11). */
export const restartOnFailure: RestartPolicy = {
  on: 'always',
  maxFailures: 5,
  withinMs: 600_000,
  backoffMs: [500, 30_000],
  resetAfterMs: 60_000,
}

/** Where the same programs come from for a container, and where that image keeps them. */
export interface ContainerImage {
  readonly reference: string
  /** Of the content that this was tried with, where it is known: what is fetched is fetched by it. */
  readonly digest?: string
  readonly programs: Readonly<Partial<Record<ProgramName, string>>>
  readonly distributions?: Readonly<Partial<Record<DistributionName, Distribution>>>
  /** Folders below msa's `templates/` that the server reads. */
  readonly templates?: readonly string[]
  /** Ports that only the component itself uses, by name. */
  readonly ownPorts?: readonly string[]
  /** Folders of the component's data that msa's commands fill on this machine. */
  readonly filledByMsa?: readonly string[]
  /** The config server's: its folder of YAML files, and its key. */
  readonly readsConfigRepository?: boolean
  /** Writes nothing but to its own volume. */
  readonly readOnlyRoot?: boolean
}

/** Everything a component may know about where it will run. All of it is decided before the component is asked. */
export interface WorkloadContext {
  readonly lab: {readonly name: string; readonly id: string}
  /** This component's own folders; both exist, mode 0700, when the process starts. */
  readonly dataDir: string
  readonly configDir: string
  readonly port: (name: string) => number
  /** The address to listen on: loopback, or every address of a container, of which only loopback's ports are published. */
  readonly listen: '127.0.0.1' | '0.0.0.0'
  /** The name or address by which the rest of the lab reaches this component. */
  readonly host: string
  /** Where those in containers reach this component; undefined in a lab without containers. */
  readonly forContainers: Address | undefined
  /** Where another component's port answers, as seen from where this one runs. */
  readonly link: (component: string, port?: string) => Address
  /** The same, as seen from msa itself, which is a process of this machine. */
  readonly linkFromMachine: (component: string, port?: string) => Address
  /** Is that component part of this lab? */
  readonly has: (component: string) => boolean
  /** Absolute path of a program; `needs` says which can be asked for. */
  readonly program: (name: ProgramName) => string
  /** Tells one build of a program from another (real path, size and time of its file): part of the key of what is made with it once for all labs. */
  readonly build: (name: ProgramName) => string
  readonly distribution: (name: DistributionName) => Distribution
  /** `lab` trades crash durability for speed; `full` keeps the servers' own settings. */
  readonly durability: 'lab' | 'full'
  readonly secret: (name: SecretName) => string
  /** The file of the config server's key, mode 0600: a server that reads it there needs it in no environment. */
  readonly keyFile: string
  /** The config server's folder of YAML files. */
  readonly configRepository: string
  /** The program of one of msa's own services, to be run by `program('node')`. */
  readonly service: (name: string) => string
  /** The machine's cache folder for things made once for all labs (class archives, data templates). */
  readonly cacheDir: string
  /** msa's own `templates/` folder, for servers that read files of it where they lie. */
  readonly templatesDir: string
  readonly isRoot: boolean
  readonly platform: NodeJS.Platform
  /** Memory cap in MiB that the lab file asks for, if it does. */
  readonly memoryMiB: number | undefined
  /** Settings of the lab file, handed over as they stand to the server's own configuration. */
  readonly settings: Readonly<Record<string, string>>
}

export interface Distribution {
  readonly dir: string
  /** Jars in a fixed order: class-data archives are valid for one exact class path. */
  readonly jars: readonly string[]
}

/** A process, as data. */
export interface Workload {
  readonly command: string
  readonly args: readonly string[]
  /** The whole environment but PATH, HOME, LANG and the lab's markers; nothing leaks in from the caller's shell. */
  readonly env?: Env
  readonly cwd?: string
  /** Written atomically, mode 0600 unless said otherwise, before the process starts. */
  readonly files?: readonly RenderedFile[]
  /** Folders to be made, mode 0700. */
  readonly directories?: readonly string[]
  /** Done in order before each start; each is skipped when what it creates is there. */
  readonly prepare?: readonly PrepareStep[]
  /** Remains of a dead predecessor to be cleared right before a start, since msa knows that it is dead. */
  readonly beforeStart?: readonly Clearance[]
  /** A class-data archive to be made from this process's class list once it is ready, so that the next boot is faster. */
  readonly classArchive?: ClassArchive
}

export interface RenderedFile {
  readonly path: string
  readonly content: string
  readonly mode?: number
  /** Holds a secret: such a content is kept nowhere else, not in msa's own state either. */
  readonly isSecret?: boolean
}

/** Makes `creates` by a command that writes to a temporary neighbour (`{}` in an argument), which is renamed when it exits 0. */
export interface PrepareStep {
  readonly creates: string
  readonly because: string
  readonly command: readonly [string, ...string[]]
  readonly env?: Env
}

export type Clearance =
  /** Ephemeral nodes of a broker whose ZooKeeper session has not expired yet; without this the new broker exits with NodeExists. */
  | {readonly kind: 'zookeeper-nodes'; readonly at: Address; readonly paths: readonly string[]}
  /** The dead member of a Connect group, for which a new worker would wait `session.timeout.ms`. */
  | {readonly kind: 'kafka-group-members'; readonly at: Address; readonly group: string}

/** How the flags of both runs follow from it: `runtimes/class-archive.ts`. */
export interface ClassArchive {
  readonly java: string
  /** An archive is valid for one exact class path: these jars in this order, unchanged. */
  readonly classPath: string
  /** Names of the classes that a run loaded; that run's own file, since two labs may boot at once. */
  readonly classList: string
  /** Shared by all labs; its name holds the JDK's build and the class path. */
  readonly archive: string
}

/** Keeps the literal types and checks the shape; that is all it does. */
export function defineComponent<const C extends Component>(component: C): C {
  return component
}
