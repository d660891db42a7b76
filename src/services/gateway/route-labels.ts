import {STATUS_CODES} from 'node:http'
import type {Labels} from '../kit/metrics/prometheus-names.js'
import type {Route} from './route.js'

export interface RoutedRequest {
  readonly method: string
  readonly status: number
  readonly route: Pick<Route, 'id' | 'uri'>
}

/** Labels of `spring.cloud.gateway.requests`, as Spring's gateway names them: unlike those of a server they have Java's names. */
export function routeLabels({method, status, route}: RoutedRequest): Labels {
  const name = statusName(status)
  return {
    httpMethod: method,
    httpStatusCode: String(status),
    outcome: (name === undefined ? undefined : series[Math.floor(status / 100) - 1]) ?? 'CUSTOM',
    routeId: route.id,
    routeUri: route.uri,
    status: name ?? String(status),
  }
}

/** `HttpStatus.Series` */
const series = ['INFORMATIONAL', 'SUCCESSFUL', 'REDIRECTION', 'CLIENT_ERROR', 'SERVER_ERROR']

/** Where `HttpStatus` does not follow the reason phrase. */
const otherNames: Readonly<Record<number, string>> = {
  416: 'REQUESTED_RANGE_NOT_SATISFIABLE',
  418: 'I_AM_A_TEAPOT',
}

function statusName(status: number): string | undefined {
  return otherNames[status] ?? STATUS_CODES[status]?.toUpperCase().replace(/[^A-Z]+/g, '_')
}
