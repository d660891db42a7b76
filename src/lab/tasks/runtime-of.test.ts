import {describe, expect, it} from 'vitest'
import {catalogue} from '../../stacks/index.js'
import {parseLabFile} from '../lab-file.js'
import {partsOf} from './members.js'
import {runtimeOf} from './runtime-of.js'

function runtimeIn(lines: string): string {
  const lab = parseLabFile(`version: 1\n${lines}\n`, '/lab/msa.yml', catalogue, {env: {}})
  const [part] = partsOf(lab, catalogue, [])
  if (part === undefined) throw new Error('no part in this lab')
  return runtimeOf(part)
}

describe('where a part runs', () => {
  it.each(['components: {mariadb: }', 'components: {mariadb: {runtime: local}}', 'services: {a: {npm: start}}'])(
    'is this machine: %s',
    lines => {
      expect(runtimeIn(lines)).toBe('local')
    },
  )

  it.each([
    'components: {mariadb: {runtime: docker}}',
    'runtime: docker\ncomponents: [mariadb]',
    'components: {mariadb: {image: "mariadb:11"}}',
    'services: {a: {image: "me/a:1"}}',
  ])('is never something else than was asked for: %s', lines => {
    expect(() => runtimeIn(lines)).toThrow(expect.objectContaining({code: 'E_RUNTIME_UNAVAILABLE'}))
  })
})
