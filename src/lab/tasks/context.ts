import {join} from 'node:path'
import {MsaError} from '../../errors.js'
import type {LabIdentity} from '../../runtimes/runtime.js'
import type {WorkloadContext} from '../../stacks/component.js'
import type {LabComponent} from '../lab.js'
import {forContainers, hasContainers, hostOf, linkTo} from './links.js'
import type {Surroundings} from './surroundings.js'

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
