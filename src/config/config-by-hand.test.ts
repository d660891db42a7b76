import {expect, it} from 'vitest'
import {configRequest} from '../clients/config-requests.js'
import {configByHand} from './config-by-hand.js'

const accept = "-H 'accept: application/vnd.spring-cloud.config-server.v2+json'"

it('asks for the service, the profile and the label', () => {
  expect(configByHand('http://localhost:8888', configRequest.environment('user-service', 'dev', 'a/b'))).toBe(
    `curl ${accept} 'http://localhost:8888/user-service/dev/a(_)b'`,
  )
  expect(configByHand('http://localhost:8888/', configRequest.environment('user-service', 'default'))).toBe(
    `curl ${accept} http://localhost:8888/user-service/default`,
  )
})

it('asks all members of the bus, or some', () => {
  expect(configByHand('http://h:1', configRequest.busRefresh())).toBe('curl -X POST http://h:1/actuator/busrefresh')
  expect(configByHand('http://h:1', configRequest.busRefresh('a:80'))).toBe(
    'curl -X POST http://h:1/actuator/busrefresh/a%3A80',
  )
})

it('takes the text from stdin, and shows no password of the address', () => {
  expect(configByHand('http://me:canary@h:1', configRequest.encrypt())).toBe(
    "curl --user me -X POST -H 'content-type: text/plain' --data-binary @- http://h:1/encrypt",
  )
})
