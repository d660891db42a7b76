import {relative} from 'node:path'
import {entryOf} from '../runtimes/docker/entry-script.js'
import {inside, machineName} from '../runtimes/docker/places.js'
import type {Task, TaskContainer} from '../runtimes/runtime.js'
import {isSecretVariable} from '../secrets/secret-scan.js'
import type {RestartPolicy} from '../stacks/component.js'
import {cacheName, environmentFile} from './compose-files.js'
import {type HealthCheck, type HealthTranslation, healthCheckOf} from './compose-health.js'

/** As Compose writes it, in the order of the written file. */
export interface ComposeService {
  readonly image: string
  readonly build?: {readonly context: string}
  readonly entrypoint?: readonly string[]
  readonly command?: readonly string[]
  readonly user?: string
  readonly working_dir?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly env_file?: readonly string[]
  readonly ports?: readonly string[]
  readonly networks?: Readonly<Record<string, {readonly aliases: readonly string[]}>>
  readonly extra_hosts?: readonly string[]
  readonly volumes?: readonly string[]
  readonly read_only?: boolean
  readonly tmpfs?: readonly string[]
  readonly cap_drop?: readonly string[]
  readonly security_opt?: readonly string[]
  readonly depends_on?: Readonly<Record<string, {readonly condition: ComposeCondition}>>
  readonly healthcheck?: HealthCheck
  readonly mem_limit?: string
  readonly restart?: string
  readonly stop_signal?: string
  readonly stop_grace_period?: string
  readonly logging?: {readonly driver: string; readonly options: Readonly<Record<string, string>>}
}
export type ComposeCondition = 'service_started' | 'service_healthy' | 'service_completed_successfully'

export interface ServiceSurroundings {
  /** Ports that are only a number inside. */
  readonly auto: ReadonlySet<number>
  readonly image: Pick<ComposeService, 'image' | 'build'>
  /** Where the Compose file will lie. */
  readonly folder: string
  /** Path on this machine → its copy beside the Compose file. */
  readonly copied: ReadonlyMap<string, string>
  readonly dependsOn: NonNullable<ComposeService['depends_on']>
}

/** Set by the file `.env` to the person's own number, so that files of theirs can be read in containers. */
export const userVariable = `\${MSA_USER:-1000:1000}`

export interface TranslatedService {
  readonly service: ComposeService
  readonly health: HealthTranslation
}

/** What the Docker runtime would make of a task, in Compose's words. Pure. */
export function composeService(task: Task, container: TaskContainer, around: ServiceSurroundings): TranslatedService {
  const portInside = (port: number) => container.portsInside[port] ?? port
  const ports = Object.fromEntries(Object.entries(task.ports).map(([name, port]) => [name, portInside(port)]))
  const health = healthCheckOf(task.probes, {ports, configDir: inside.config})
  const aliases = container.aliases.filter(alias => alias !== task.name)
  const service: ComposeService = {
    ...around.image,
    ...programOf(task, container),
    ...environmentOf(task, container),
    ...(Object.keys(task.ports).length === 0
      ? {}
      : {ports: Object.values(task.ports).map(port => published(port, portInside(port), around.auto))}),
    ...(aliases.length === 0 ? {} : {networks: {default: {aliases}}}),
    extra_hosts: [`${machineName}:host-gateway`],
    ...volumesOf(task, container, around),
    ...(container.readOnlyRoot ? {read_only: true, tmpfs: ['/tmp:rw,nosuid,nodev,size=64m']} : {}),
    ...(container.managed ? {cap_drop: ['ALL'], security_opt: ['no-new-privileges']} : {}),
    ...(Object.keys(around.dependsOn).length === 0 ? {} : {depends_on: around.dependsOn}),
    ...(health.check === undefined ? {} : {healthcheck: health.check}),
    ...(container.memoryLimitMiB === undefined ? {} : {mem_limit: `${container.memoryLimitMiB}m`}),
    restart: restartOf(task.restart),
    stop_signal: task.stopSignal,
    stop_grace_period: `${Math.max(1, Math.ceil(task.stopGraceMs / 1000))}s`,
    logging: {driver: 'json-file', options: {'max-size': '10m', 'max-file': '2'}},
  }
  return {service: withUser(withoutVariables(service), container), health}
}

/** A class archive is made by msa once a JVM is up; without msa nobody would. */
function programOf({workload}: Task, {managed, entrypoint}: TaskContainer): Partial<ComposeService> {
  if (!managed)
    return {
      ...(entrypoint === undefined ? {} : {entrypoint}),
      ...(workload.args.length === 0 ? {} : {command: workload.args}),
    }
  const {classArchive: _, ...plain} = workload
  const [entry = '', ...args] = entryOf(plain, 'compose')
  const isScript = entry === 'sh' && args[0] === '-c'
  return {
    entrypoint: isScript ? [entry, ...args.slice(0, 2)] : [entry],
    command: isScript ? args.slice(2) : args,
    user: userVariable,
    working_dir: inside.data,
  }
}

function environmentOf({name, workload}: Task, {managed}: TaskContainer): Partial<ComposeService> {
  const all = Object.entries({...(managed ? {HOME: inside.data} : {}), ...workload.env})
  const open = all.filter(([variable]) => !isSecretVariable(variable))
  return {
    ...(open.length === 0 ? {} : {environment: Object.fromEntries(open)}),
    ...(open.length === all.length ? {} : {env_file: [environmentFile(name)]}),
  }
}

/** Without a port of the machine the engine chooses one: `docker compose port SERVICE PORT` tells it. */
function published(port: number, own: number, auto: ReadonlySet<number>): string {
  return `127.0.0.1:${auto.has(port) ? '' : port}:${own}`
}

function volumesOf(
  {name}: Task,
  {managed, volumes, binds}: TaskContainer,
  {folder, copied}: ServiceSurroundings,
): Partial<ComposeService> {
  const all = [
    ...(managed ? [`${name}:${inside.volume}`, `${cacheName}:${inside.cache}`] : []),
    ...Object.entries(volumes).map(([volume, path]) => `${volume}:${path}`),
    ...binds.map(
      ({from, to, writable}) =>
        `${copied.get(from) ?? relativeTo(folder, from)}:${to}${writable === true ? '' : ':ro'}`,
    ),
  ]
  return all.length === 0 ? {} : {volumes: all}
}

/** Compose takes a path for one only where it begins with a dot or a slash. */
function relativeTo(folder: string, path: string): string {
  const way = relative(folder, path)
  return way.startsWith('..') ? way : `./${way}`
}

function restartOf(policy: RestartPolicy): string {
  if (policy.on === 'never') return 'no'
  return policy.on === 'always' ? 'unless-stopped' : `on-failure:${policy.maxFailures}`
}

function withUser(service: ComposeService, {managed}: TaskContainer): ComposeService {
  return managed ? {...service, user: userVariable} : service
}

/** Compose fills variables into every text; what msa wrote is meant as it stands. */
export function withoutVariables<T>(value: T): T {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$') as T
  if (Array.isArray(value)) return value.map(withoutVariables) as T
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutVariables(one)])) as T
}
