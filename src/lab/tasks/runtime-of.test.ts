import {describe, expect, it} from 'vitest'
import {catalogue} from '../../stacks/index.js'
import {parseLabFile} from '../lab-file.js'
import {factsOf, partsOf} from './members.js'
import {decideRuntime, mayNeedEngine, type OnMachine} from './runtime-of.js'

const everything: OnMachine = {missing: [], engine: undefined, running: new Map()}

function partIn(lines: string) {
  const lab = parseLabFile(`version: 1\n${lines}\n`, '/lab/msa.yml', catalogue, {env: {}})
  const [part] = partsOf(lab, catalogue, [])
  if (part === undefined) throw new Error('no part in this lab')
  return part
}

function decided(lines: string, more: Partial<OnMachine> = {}) {
  return decideRuntime(partIn(lines), {...everything, ...more})
}

describe('where a part runs', () => {
  it.each(['components: {mariadb: }', 'components: {mariadb: {runtime: local}}', 'services: {a: {npm: start}}'])(
    'is this machine where its programs are: %s',
    lines => {
      expect(decided(lines).runtime).toBe('local')
    },
  )

  it.each([
    'components: {mariadb: {runtime: docker}}',
    'runtime: docker\ncomponents: [mariadb]',
    'components: {mariadb: {image: "mariadb:11"}}',
    'services: {a: {image: "me/a:1"}}',
  ])('is a container where the lab says so, whatever is on the machine: %s', lines => {
    expect(decided(lines).runtime).toBe('docker')
  })

  it('by itself is a container where a program is missing and an engine answers, and says so', () => {
    expect(decided('components: {mariadb: }', {missing: ['mariadbd'], engine: true})).toEqual({
      name: 'mariadb',
      runtime: 'docker',
      because: 'mariadbd is not on this machine, a container engine is',
      isStandIn: true,
    })
  })

  it('is this machine where neither the program nor an engine is there, so that the program can be installed', () => {
    expect(decided('components: {mariadb: }', {missing: ['mariadbd'], engine: false}).runtime).toBe('local')
  })

  it('stays where it is while it runs, whatever has been installed meanwhile', () => {
    const running = new Map([['mariadb', 'docker']] as const)
    expect(decided('components: {mariadb: }', {running}).runtime).toBe('docker')
  })

  it('of a program of your own is this machine, also in a lab of containers', () => {
    expect(decided('runtime: docker\nservices: {a: {npm: start}}').runtime).toBe('local')
  })
})

describe('an engine is looked for', () => {
  it('only when one may be needed', () => {
    const part = partIn('components: {mariadb: }')
    expect(mayNeedEngine([part], {missing: [], running: new Map()})).toBe(false)
    expect(mayNeedEngine([part], {missing: ['mariadbd'], running: new Map()})).toBe(true)
  })

  it('for no optional component that nobody named', () => {
    const lab = parseLabFile('version: 1\nuse: observability\n', '/lab/msa.yml', catalogue, {env: {}})
    const parts = partsOf(lab, catalogue, [])
    expect(parts.map(part => factsOf(part).name)).toContain('grafana')
    expect(mayNeedEngine(parts, {missing: ['grafana'], running: new Map()})).toBe(false)
  })
})
