import type {Fetched, FetchPlan} from '../fetch-all.js'
import {table} from '../table.js'
import {bytesText} from '../units.js'

export function fetchedView({distributions}: Fetched): string {
  return table(distributions, [
    {title: 'distribution', value: ({name}) => name},
    {title: 'jars', value: ({jars}) => jars, align: 'right'},
    {title: 'where', value: ({dir}) => dir},
  ])
}

export function fetchPlanView({distributions}: FetchPlan): string {
  return table(distributions, [
    {title: 'distribution', value: ({name}) => name},
    {title: 'would', value: ({isThere, bytes}) => (isThere ? 'be kept' : `be fetched, about ${bytesText(bytes)}`)},
    {title: 'where', value: ({dir}) => dir},
  ])
}
