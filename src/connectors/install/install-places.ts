import {join} from 'node:path'
import {dataDirOf} from '../../lab/tasks/context.js'
import {namesIn} from '../../platform/executables.js'
import type {LabIdentity} from '../../runtimes/runtime.js'
import {ownPluginsFolder} from '../../stacks/connect.js'
import type {InstallPlaces} from './install-plugin.js'

/** Where the lab's worker looks for plugins. */
export function installPlaces(identity: LabIdentity, env: NodeJS.ProcessEnv): InstallPlaces {
  const data = dataDirOf(identity, 'connect')
  const bundled = namesIn(data).filter(name => name.startsWith('bundled-plugins'))
  return {plugins: join(data, ownPluginsFolder), bundled: bundled.map(name => join(data, name)), env}
}
