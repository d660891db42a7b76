import {expect, it} from 'vitest'
import {routeLabels} from './route-labels.js'

it.each([
  [101, 'SWITCHING_PROTOCOLS', 'INFORMATIONAL'],
  [200, 'OK', 'SUCCESSFUL'],
  [203, 'NON_AUTHORITATIVE_INFORMATION', 'SUCCESSFUL'],
  [302, 'FOUND', 'REDIRECTION'],
  [416, 'REQUESTED_RANGE_NOT_SATISFIABLE', 'CLIENT_ERROR'],
  [418, 'I_AM_A_TEAPOT', 'CLIENT_ERROR'],
  [503, 'SERVICE_UNAVAILABLE', 'SERVER_ERROR'],
  [499, '499', 'CUSTOM'],
  [999, '999', 'CUSTOM'],
])("an answer of %i has the status %s and the outcome %s, as with Spring's gateway", (code, status, outcome) => {
  expect(routeLabels({method: 'GET', status: code, route: {id: 'shop', uri: 'lb://SHOP'}})).toEqual({
    httpMethod: 'GET',
    httpStatusCode: String(code),
    outcome,
    routeId: 'shop',
    routeUri: 'lb://SHOP',
    status,
  })
})
