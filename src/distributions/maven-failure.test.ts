import {expect, it} from 'vitest'
import {mavenFailure} from './maven-failure.js'

const maven = (line: string) => `[INFO] Scanning for projects...\n\x1b[1m[ERROR]\x1b[m ${line}\n[ERROR] -> [Help 1]\n`

it.each([
  ['Could not transfer artifact a:b:pom:1 from/to central (https://host): Connect to host failed', 'E_DOWNLOAD', true],
  ['Could not transfer artifact a:b:jar:1: Premature end of Content-Length delimited message body', 'E_DOWNLOAD', true],
  ['Could not transfer artifact a:b:jar:1: authentication failed, status: 407 Proxy', 'E_DOWNLOAD', true],
  ['Failed to execute goal: Could not find artifact a:b:jar:1 in central (https://host)', 'E_DOWNLOAD', true],
  ['Non-parseable POM /m2/a/b/1/b-1.pom: expected START_TAG, not <!DOCTYPE html>', 'E_DOWNLOAD', false],
  ['Could not transfer artifact a:b:jar:1: Checksum validation failed, expected 1 but is 2', 'E_CHECKSUM', false],
  ['Failed to copy: /data/b-1.jar: No space left on device', 'E_DISK_FULL', false],
] as const)('%s: %s', (line, code, resumable) => {
  const failure = mavenFailure(maven(line), 1)
  expect(failure).toMatchObject({error: {code, details: [line]}, resumable})
})

it('tells the last lines when Maven dies without a word of error, and nothing that steers a terminal', () => {
  const {error} = mavenFailure('one\ntwo\x1b]0;title\x07\n\n', 137)
  expect(error).toMatchObject({message: 'Maven ended with exit code 137', details: ['one', 'two]0;title']})
})
