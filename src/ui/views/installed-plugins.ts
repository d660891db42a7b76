import type {InstalledPluginFolder} from '../../connectors/install/install-plugin.js'
import {escapeLine} from '../escape.js'
import {countText} from '../units.js'

export function installedView(installed: readonly InstalledPluginFolder[]): string {
  const lines = installed.map(({name, jars}) => `${escapeLine(name)} installed (${countText(jars, 'jar')})\n`)
  return `${lines.join('')}The worker reads its plugins when it starts: msa restart connect\n`
}
