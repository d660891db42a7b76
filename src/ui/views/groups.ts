import type {GroupPartition, GroupReport} from '../../topics/group-facts.js'
import type {GroupReset} from '../../topics/reset-group.js'
import {escapeLine} from '../escape.js'
import {type Column, table} from '../table.js'
import {countText} from '../units.js'

const LIST: readonly Column<GroupReport>[] = [
  {title: 'group', value: ({group}) => group},
  {title: 'state', value: ({state}) => state},
  {title: 'members', value: ({members}) => members, align: 'right'},
  {title: 'topics', value: ({partitions}) => [...new Set(partitions.map(({topic}) => topic))].join(',')},
  {title: 'lag', value: ({lag}) => lag ?? '-', align: 'right'},
]

export function groupListView(groups: readonly GroupReport[]): string {
  return groups.length === 0 ? 'no consumer groups yet\n' : table(groups, LIST)
}

const PARTITIONS: readonly Column<GroupPartition>[] = [
  {title: 'topic', value: ({topic}) => topic},
  {title: 'partition', value: ({partition}) => partition, align: 'right'},
  {title: 'committed', value: ({committed}) => committed ?? '-', align: 'right'},
  {title: 'end', value: ({end}) => end ?? '-', align: 'right'},
  {title: 'lag', value: ({lag}) => lag ?? '-', align: 'right'},
  {title: 'client', value: ({clientId}) => clientId ?? '-'},
  {title: 'host', value: ({host}) => host ?? '-'},
]

export function groupDescriptionView(groups: readonly GroupReport[]): string {
  return groups
    .map(group => {
      const lag = group.lag === undefined ? 'nothing committed' : `lag ${group.lag}`
      const title = `${escapeLine(group.group)}: ${group.state}, ${countText(group.members, 'member')}, ${lag}\n`
      return `${title}${table(group.partitions, PARTITIONS)}`
    })
    .join('\n')
}

export function groupResetView({group, dryRun, partitions}: GroupReset): string {
  const verb = dryRun ? ' (not done: --dry-run)' : ''
  return partitions
    .map(({topic, partition, from, to}) => escapeLine(`${group}: ${topic}[${partition}] ${from ?? '-'} → ${to}${verb}`))
    .map(line => `${line}\n`)
    .join('')
}

export function deletedGroupsView(groups: readonly {readonly group: string; readonly action: string}[]): string {
  return groups.map(({group, action}) => `${escapeLine(group)} ${action}\n`).join('')
}
