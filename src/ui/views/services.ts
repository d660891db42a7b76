import type {RegisteredInstance} from '../../clients/discovery.js'
import {type Column, table} from '../table.js'

const INSTANCES: readonly Column<RegisteredInstance>[] = [
  {title: 'service', value: ({service}) => service},
  {title: 'status', value: ({status}) => status},
  {title: 'address', value: ({host, port}) => `${host}:${port}`},
  {title: 'up since', value: ({upSince}) => upSince ?? '-'},
  {title: 'instance', value: ({id}) => id},
]

export function servicesView(instances: readonly RegisteredInstance[]): string {
  return instances.length === 0 ? 'nobody is registered\n' : table(instances, INSTANCES)
}
