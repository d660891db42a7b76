import type {Fetched} from '../fetch-all.js'
import {table} from '../table.js'

export function fetchedView({distributions}: Fetched): string {
  return table(distributions, [
    {title: 'distribution', value: ({name}) => name},
    {title: 'jars', value: ({jars}) => jars, align: 'right'},
    {title: 'where', value: ({dir}) => dir},
  ])
}
