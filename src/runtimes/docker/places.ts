import {join, relative} from 'node:path'
import type {Task} from '../runtime.js'

/** Where things lie in every container of a lab: a volume of its own, and one that all labs of the engine share. Folders in volumes, whose roots belong to root. */
export const inside = {
  volume: '/msa',
  data: '/msa/data',
  config: '/msa/config',
  templates: '/msa/templates',
  keyFile: '/msa/config/encrypt-key',
  configRepository: '/msa-config-repo',
  services: '/app/services',
  cacheVolume: '/msa-cache',
  cache: '/msa-cache/shared',
} as const

/** By this name those in containers reach programs of the machine itself. */
export const machineName = 'host.docker.internal'

/** Where msa keeps a rendered file of a container on this machine: probes read some of them, and secrets stand nowhere else. */
export function onMachine(task: Pick<Task, 'configDir'>, path: string): string {
  return join(task.configDir, relative(inside.config, path))
}
