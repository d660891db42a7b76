import {describe, expect, it} from 'vitest'
import {architectureProblem} from './architecture.js'
import {splitReference} from './pull.js'
import {isPassing, pullError, pullFailureOf} from './pull-failure.js'
import {type PullEvent, withEvent} from './pull-progress.js'

describe('the progress of a pull', () => {
  const seen = (...events: PullEvent[]) => events.reduce<ReturnType<typeof withEvent>>(withEvent, [])

  it('counts what was downloaded, also while it is unpacked', () => {
    const downloading = {id: 'a', status: 'Downloading', progressDetail: {current: 5, total: 10}}
    expect(seen({id: 'a', status: 'Pulling fs layer'}, downloading)).toEqual([
      {id: 'a', status: 'downloading', current: 5, total: 10},
    ])
    const extracting = {id: 'a', status: 'Extracting', progressDetail: {current: 3, total: 99}}
    expect(seen(downloading, extracting)).toEqual([{id: 'a', status: 'extracting', current: 10, total: 10}])
    expect(seen(downloading, {id: 'a', status: 'Pull complete'})).toEqual([
      {id: 'a', status: 'done', current: 10, total: 10},
    ])
  })

  it('knows a layer that is there already, and one that is tried again', () => {
    const layers = seen({id: 'a', status: 'Already exists'}, {id: 'b', status: 'Retrying in 5 seconds'})
    expect(layers.map(({status}) => status)).toEqual(['done', 'waiting'])
  })

  it('takes a line about the whole image for no layer', () => {
    expect(seen({id: '3.9.1', status: 'Pulling from apache/kafka'}, {status: 'Digest: sha256:1'})).toEqual([])
  })
})

describe('a pull that failed', () => {
  it.each([
    ['manifest for a/b:c not found: manifest unknown: manifest unknown', 'missing'],
    ["pull access denied for a/b, repository does not exist or may require 'docker login'", 'denied'],
    ['Get "http://127.0.0.1:5000/v2/": dial tcp 127.0.0.1:5000: connect: connection refused', 'unreachable'],
    ['Get "https://r/v2/": dial tcp: lookup r: Temporary failure in name resolution', 'unreachable'],
    ['received unexpected HTTP status: 503 Service Unavailable', 'unreachable'],
    ['error pulling image configuration: unexpected EOF', 'unreachable'],
    ['toomanyrequests: You have reached your pull rate limit.', 'limited'],
    ['write /var/lib/docker/tmp/GetImageBlob1: no space left on device', 'disk'],
    ['no matching manifest for linux/arm64/v8 in the manifest list entries', 'platform'],
    ['filesystem layer verification failed for digest sha256:1', 'checksum'],
    ['something else', 'other'],
  ] as const)('is understood from the engine’s words: %s', (words, failure) => {
    expect(pullFailureOf(words)).toBe(failure)
    const error = pullError('a/b:c', words)
    expect(error.message).toMatch(/a\/b:c/)
    expect(error.details).toEqual([`the engine says: ${words}`])
  })

  it('is tried again where the network, not the name, is the reason', () => {
    expect(isPassing('unreachable')).toBe(true)
    for (const failure of ['missing', 'denied', 'limited', 'disk', 'platform'] as const)
      expect(isPassing(failure)).toBe(false)
  })
})

describe('the name of an image', () => {
  it.each([
    ['mariadb', 'mariadb', 'latest'],
    ['apache/kafka:3.9.1', 'apache/kafka', '3.9.1'],
    ['localhost:5000/a/b', 'localhost:5000/a/b', 'latest'],
    ['localhost:5000/a/b:1', 'localhost:5000/a/b', '1'],
    ['a/b:1@sha256:ab', 'a/b', 'sha256:ab'],
  ])('%s is %s and %s', (reference, repository, tag) => {
    expect(splitReference(reference)).toEqual({repository, tag})
  })
})

describe('an image for other processors', () => {
  it('is refused with both names, unless an emulator runs it', () => {
    expect(architectureProblem({image: 'arm64', engine: 'amd64', emulates: false})).toMatch(/arm64.*amd64/)
    expect(architectureProblem({image: 'arm64', engine: 'amd64', emulates: true})).toBeUndefined()
    expect(architectureProblem({image: 'amd64', engine: 'amd64', emulates: false})).toBeUndefined()
    expect(architectureProblem({image: '', engine: 'amd64', emulates: false})).toBeUndefined()
  })
})
