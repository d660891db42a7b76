import type {Mount} from '../runtimes/runtime.js'
import type {Component, Dependency, Env, RestartPolicy} from '../stacks/component.js'

/** What a person wants: `msa.yml` after parsing. Names are checked, defaults applied, paths absolute, variables filled in. */
export interface Lab {
  readonly version: 1
  readonly name: string
  /** Undefined for the built-in lab. */
  readonly file: string | undefined
  /** What was read there. */
  readonly text?: string
  /** The folder that relative paths start from. */
  readonly root: string
  readonly runtime: RuntimeChoice
  readonly durability: 'lab' | 'full'
  /** Added to every port that the file does not set itself. */
  readonly portOffset: number
  /** What msa brings along and this lab runs, in the catalogue's order, with all that they depend on. */
  readonly components: readonly LabComponent[]
  /** The person's own programs. */
  readonly services: readonly LabService[]
  readonly topics: readonly LabTopic[]
  /** Files and folders of connector configurations, absolute. */
  readonly connectors: readonly string[]
  readonly config: LabConfig
}

export type RuntimeChoice = 'auto' | 'local' | 'docker'

/** The catalogue's part that the lab file needs to know. */
export type CatalogueEntry = Pick<Component, 'name' | 'stack' | 'summary' | 'ports' | 'dependsOn' | 'optional'>
export type Catalogue = readonly CatalogueEntry[]

export interface LabComponent {
  readonly name: string
  /** An optional component is left out quietly where its program is missing, unless it was named. */
  readonly because: 'named' | 'preset' | 'dependency'
  readonly runtime: RuntimeChoice
  /** Only the ports that the file sets, by port name; the others are the catalogue's plus `portOffset`. */
  readonly ports: Readonly<Record<string, number>>
  readonly instances: number
  readonly memoryMiB: number | undefined
  /** Handed to the server's own configuration as they stand. */
  readonly settings: Readonly<Record<string, string>>
  readonly env: Env
  /** The program to run instead of the one that would be found; absolute. */
  readonly path: string | undefined
  /** The image to run instead of the pinned one. */
  readonly image: string | undefined
  /** Undefined: as the component is made. */
  readonly restart: RestartPolicy | undefined
  readonly stopGraceMs: number | undefined
  /** Those of the file, beside the component's own. */
  readonly dependsOn: readonly Dependency[]
}

/** A program of the person's own. Like every other component but for the catalogue: all there is to know stands here. */
export interface LabService {
  readonly name: string
  /** True when it takes the place of the catalogue's component of that name. */
  readonly replaces: boolean
  readonly runtime: RuntimeChoice
  readonly program: ServiceProgram
  /** The folder it runs in; absolute. */
  readonly path: string
  /** The first is the main one. Those of the component that it replaces, else those of the file; 0: a free port is chosen. */
  readonly defaultPorts: Readonly<Record<string, number>>
  /** Only the ports that the file sets to a number. */
  readonly ports: Readonly<Record<string, number>>
  readonly env: Env
  readonly dependsOn: readonly Dependency[]
  readonly probes: Component['probes']
  /** Of an image: port name → port inside, where it differs. */
  readonly portsInside?: Readonly<Record<string, number>>
  /** Of an image: folders of this machine, and named volumes by their path inside. */
  readonly mounts?: {readonly binds: readonly Mount[]; readonly volumes: Readonly<Record<string, string>>}
  readonly instances: number
  readonly memoryMiB: number | undefined
  readonly restart: RestartPolicy
  readonly stopGraceMs: number
}

export type ServiceProgram =
  | {readonly kind: 'command'; readonly command: readonly [string, ...string[]]}
  | {readonly kind: 'npm'; readonly script: string; readonly args: readonly string[]}
  /** `tool`: the project's own wrapper (absolute), else the program on PATH. */
  | {readonly kind: 'maven'; readonly tool: string; readonly goal: string; readonly args: readonly string[]}
  | {readonly kind: 'gradle'; readonly tool: string; readonly task: string; readonly args: readonly string[]}
  /** `jar` is absolute. */
  | {readonly kind: 'jar'; readonly jar: string; readonly args: readonly string[]}
  | {
      readonly kind: 'image'
      readonly image: string
      /** In the place of the image's own. */
      readonly entrypoint?: readonly string[]
      readonly args: readonly string[]
    }

export interface LabTopic {
  readonly name: string
  readonly partitions: number
  readonly config: Readonly<Record<string, string>>
}

export interface LabConfig {
  /** The config server's folder of YAML files; absolute. */
  readonly repository: string
  /** File with the symmetric key; undefined: the lab's own. */
  readonly keyFile: string | undefined
}
