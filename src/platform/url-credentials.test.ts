import {expect, it} from 'vitest'
import {basicAuthorization, splitCredentials} from './url-credentials.js'

it.each([
  ['http://ann:s%40fe@host:8083/x', {url: 'http://host:8083/x', user: 'ann', password: 's@fe'}],
  ['https://ann@host', {url: 'https://host', user: 'ann', password: ''}],
  ['http://host:8083/a@b', {url: 'http://host:8083/a@b', user: '', password: ''}],
  ['host:8083', {url: 'host:8083', user: '', password: ''}],
])('%s is split into what may be shown and what may not', (url, parts) => {
  expect(splitCredentials(url)).toEqual(parts)
})

it('a user becomes an authorization, nobody becomes none', () => {
  const {authorization = ''} = basicAuthorization({url: '', user: 'ann', password: 'é'})
  expect(Buffer.from(authorization.replace('Basic ', ''), 'base64').toString()).toBe('ann:é')
  expect(basicAuthorization(splitCredentials('http://host'))).toEqual({})
})
