import {join} from 'node:path'
import {shellWord} from '../platform/shell-word.js'
import {inside} from '../runtimes/docker/places.js'
import type {Task} from '../runtimes/runtime.js'
import {cacheName, filesFolder} from './compose-files.js'
import type {ComposeService} from './compose-service.js'

export const initName = 'msa-init'

/**
 * An engine makes volumes that only root can write to, and files of this machine may be unreadable for another user: once, before the
 * others start, everything is copied into the volumes and given to their user.
 */
export function initService(tasks: readonly Task[], image: Pick<ComposeService, 'image' | 'build'>): ComposeService {
  return {
    ...image,
    entrypoint: ['sh', '-c'],
    command: [scriptFor(tasks)],
    user: '0:0',
    volumes: [
      `./${filesFolder}:/files:ro`,
      `${cacheName}:/volumes/${cacheName}`,
      ...tasks.map(({name}) => `${name}:/volumes/${name}`),
    ],
    restart: 'no',
  }
}

function scriptFor(tasks: readonly Task[]): string {
  return [
    'set -e',
    ...tasks.map(task => `mkdir -p ${foldersOf(task).map(shellWord).join(' ')}`),
    `for name in ${tasks.map(({name}) => name).join(' ')}; do`,
    '  if [ -d "/files/$name" ]; then cp -R "/files/$name/." "/volumes/$name/"; fi',
    'done',
    // Whoever may change it would else depend on the umask and the user that wrote the files.
    'chown -R "$MSA_USER" /volumes',
    'chmod -R go= /volumes',
  ].join('\n')
}

function foldersOf({name, workload}: Task): string[] {
  return [inside.data, inside.config, ...(workload.directories ?? [])].map(path =>
    join('/volumes', name, path.slice(inside.volume.length)),
  )
}
