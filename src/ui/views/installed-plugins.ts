import type {InstalledPluginFolder, PlannedPlugin} from '../../connectors/install/install-plugin.js'
import {escapeLine} from '../escape.js'
import {countText} from '../units.js'

export function installedView(installed: readonly InstalledPluginFolder[]): string {
  const lines = installed.map(({name, jars}) => `${escapeLine(name)} installed (${countText(jars, 'jar')})\n`)
  return `${lines.join('')}The worker reads its plugins when it starts: msa restart connect\n`
}

export function plannedPluginsView(planned: readonly PlannedPlugin[]): string {
  return planned
    .map(({name, folder, before, replaces}) => {
      const how =
        before === undefined ? (replaces ? 'installed in the place of what is there' : 'installed') : 'added to'
      return `${escapeLine(name)} would be ${how}: ${escapeLine(folder)}\n`
    })
    .join('')
}
