import {join} from 'node:path'
import {MsaError} from '../../errors.js'
import type {LabIdentity, RuntimeKind} from '../../runtimes/runtime.js'
import type {Component, Distribution, DistributionName, ProgramName, WorkloadContext} from '../../stacks/component.js'
import type {Lab, LabComponent} from '../lab.js'
import type {LabSecrets} from '../lab-secrets.js'
import {forContainers, hasContainers, hostOf, linkTo} from './links.js'
import type {PortTable} from './ports.js'

/** Programs and distributions as they were found on this machine. */
export interface Found {
  readonly programs: ReadonlyMap<ProgramName, {readonly path: string; readonly build: string}>
  readonly distributions: ReadonlyMap<DistributionName, Distribution>
}

/** All that was decided and found before a task is made of a part. Data; nothing is looked up behind it. */
export interface Surroundings {
  readonly lab: Lab
  readonly identity: LabIdentity
  readonly catalogue: readonly Component[]
  /** Names of the components and services that are part of the lab. */
  readonly members: ReadonlySet<string>
  readonly ports: PortTable
  /** Where each part runs; a part that is not named runs as a process. */
  readonly runtimes: ReadonlyMap<string, RuntimeKind>
  /** In a lab of processes and containers: an address at which either reaches either. */
  readonly machineAddress: string | undefined
  readonly found: Found
  readonly secrets: LabSecrets
  /** The image of msa's own services, as it was built here. */
  readonly servicesImage: string
  readonly cacheDir: string
  /** msa's own folder: `templates/` and `dist/` lie there. */
  readonly packageDir: string
  /** The person's own, for build tools that keep their caches there. */
  readonly home: string | undefined
  readonly isRoot: boolean
  readonly platform: NodeJS.Platform
}

export function dataDirOf(identity: LabIdentity, task: string): string {
  return join(identity.dir, 'data', task)
}

export function configDirOf(identity: LabIdentity, task: string): string {
  return join(identity.dir, 'config', task)
}

export function logFileOf(identity: LabIdentity, task: string): string {
  return join(identity.dir, 'logs', `${task}.log`)
}

export function contextOf(task: string, around: Surroundings, wish: LabComponent): WorkloadContext {
  const {lab, identity, found, secrets, packageDir} = around
  const own = around.ports.get(task) ?? {}
  return {
    lab: {name: lab.name, id: identity.id},
    dataDir: dataDirOf(identity, task),
    configDir: configDirOf(identity, task),
    port: name => own[name] ?? 0,
    listen: '127.0.0.1',
    host: hostOf(task, wish.name, around),
    forContainers: hasContainers(around) ? forContainers(task, wish.name, around) : undefined,
    link: (component, port) => linkTo(around, component, port),
    linkFromMachine: (component, port) => linkTo(around, component, port),
    has: component => around.members.has(component),
    program: name => wish.path ?? required(found.programs.get(name), name).path,
    build: name => required(found.programs.get(name), name).build,
    distribution: name => required(found.distributions.get(name), name),
    service: name => join(packageDir, 'dist', 'services', name, 'main.cjs'),
    durability: lab.durability,
    secret: name => secrets.read(name),
    keyFile: lab.config.keyFile ?? secrets.fileOf('encrypt-key'),
    configRepository: lab.config.repository,
    cacheDir: around.cacheDir,
    templatesDir: join(packageDir, 'templates'),
    isRoot: around.isRoot,
    platform: around.platform,
    memoryMiB: wish.memoryMiB,
    settings: wish.settings,
  }
}

function required<T>(value: T | undefined, name: string): T {
  if (value !== undefined) return value
  throw new MsaError('E_PREREQUISITE_MISSING', `${name} is not on this machine`, {
    tryThis: ['Install what is missing: msa doctor --fix'],
  })
}
