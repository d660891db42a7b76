import {expect, it} from 'vitest'
import {curlLine} from './curl.js'

it('has the method, the headers, the body and the address, each a word of a shell', () => {
  expect(curlLine({method: 'GET', url: 'http://h:1/a?b=c&d'})).toBe("curl 'http://h:1/a?b=c&d'")
  expect(curlLine({method: 'PUT', url: 'http://h/', headers: {a: 'b c'}, body: "{'}"})).toBe(
    `curl -X PUT -H 'a: b c' -d '{'\\''}' http://h/`,
  )
  expect(curlLine({method: 'POST', url: 'http://h/', body: {from: 'stdin'}})).toBe(
    'curl -X POST --data-binary @- http://h/',
  )
})

it.each([
  ['http://me:canary@h:1/x', 'curl --user me http://h:1/x'],
  ['https://me@h/x', 'curl --user me https://h/x'],
  ['http://m%20e:canary@h/x', "curl --user 'm e' http://h/x"],
  ['http://:canary@h/x', 'curl http://h/x'],
  ['http://h/x@y', 'curl http://h/x@y'],
])('shows of %s no password', (url, line) => {
  expect(curlLine({method: 'GET', url})).toBe(line)
})
