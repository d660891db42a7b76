import {describe, expect, it} from 'vitest'
import {catalogue} from '../../stacks/index.js'
import {parseLabFile} from '../lab-file.js'
import {noOverrides, type Overrides} from '../overrides.js'
import {applyOverrides} from './apply-overrides.js'

function applied(lines: string, flags: Partial<Overrides>) {
  const lab = parseLabFile(`version: 1\n${lines}\n`, '/lab/msa.yml', catalogue, {env: {}})
  return applyOverrides(lab, {...noOverrides, ...flags})
}

function runtimes(lines: string, runtime: Overrides['runtime']) {
  return Object.fromEntries(applied(lines, {runtime}).components.map(({name, runtime}) => [name, runtime]))
}

describe('the flag --runtime', () => {
  it('moves the whole lab', () => {
    expect(runtimes('components: [zookeeper, zipkin]', 'docker')).toEqual({zookeeper: 'docker', zipkin: 'docker'})
    expect(runtimes('runtime: docker\ncomponents: [zipkin]', 'local')).toEqual({zipkin: 'local'})
  })

  it('moves no component of which the lab file says where it runs', () => {
    const lines = 'components: {zookeeper: , zipkin: {runtime: docker}}'
    expect(runtimes(lines, 'local')).toEqual({zookeeper: 'local', zipkin: 'docker'})
  })

  it('leaves everything as the file says when it is not given', () => {
    expect(runtimes('runtime: docker\ncomponents: [zipkin]', undefined)).toEqual({zipkin: 'docker'})
  })
})

describe('the flags of up', () => {
  it('leave out and multiply components and services', () => {
    const lines = 'components: [zipkin, mariadb]\nservices: {orders: {npm: start}}'
    const lab = applied(lines, {without: ['zipkin'], instances: {orders: 2}})
    expect(lab.components.map(({name}) => name)).toEqual(['mariadb'])
    expect(lab.services.map(({name, instances}) => [name, instances])).toEqual([['orders', 2]])
  })

  it('name only what the lab has, and leave something to start', () => {
    expect(() => applied('components: [zipkin]', {without: ['zipkni']})).toThrow(
      /"zipkni" is not part of this lab.*zipkin/,
    )
    expect(() => applied('components: [zipkin]', {without: ['zipkin']})).toThrow('nothing is left to start')
  })
})
