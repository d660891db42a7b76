import {expect, it} from 'vitest'
import {installFailure} from './install-failure.js'

it.each([
  ['E: Failed to fetch http://mirror/p.deb  Temporary failure resolving', 'E_DOWNLOAD'],
  ["E: You don't have enough free space in /var/cache/apt/archives/.", 'E_DISK_FULL'],
  ['E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 12 (apt)', 'E_BUSY'],
  ['E: Sub-process /usr/bin/dpkg returned an error code (1)', 'E_FAILED'],
])('%s: %s, with those words and the command to run by hand', (line, code) => {
  const end = {exitCode: 100, timedOut: false, output: `Reading package lists...\n${line}\n`}
  const error = installFailure({shown: ['apt-get install x']}, end)
  expect(error).toMatchObject({code, details: [line]})
  expect(error.suggestions.at(-1)).toBe('apt-get install x')
})
