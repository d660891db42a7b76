import {describe, expect, it} from 'vitest'
import {fakeLab, fakeTask} from '../../../test/fakes/tasks.js'
import {containerName, labelsOf, labPrefix, volumeName} from './labels.js'

describe('names in an engine', () => {
  it('tell two labs of one name apart', () => {
    const other = {...fakeLab, id: 'another'}
    expect(labPrefix(other)).not.toBe(labPrefix(fakeLab))
    expect(labPrefix(other).slice(0, -6)).toBe(labPrefix(fakeLab).slice(0, -6))
  })

  it('are the same each time, so that data is found again', () => {
    expect(volumeName({...fakeLab, dir: '/moved/.msa'}, 'mariadb')).toBe(volumeName(fakeLab, 'mariadb'))
  })

  it.each(['my lab', 'über', '실습', 'a/b', 'a:b'])(
    'are ones that an engine takes, whatever the lab is called: %s',
    name => {
      const taken = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/
      expect(containerName({lab: {...fakeLab, name}, name: 'kafka'})).toMatch(taken)
      expect(volumeName({...fakeLab, name}, 'data of kafka')).toMatch(taken)
    },
  )
})

it('a container carries what finds it again: lab, folder, component, run and configuration', () => {
  expect(labelsOf(fakeTask('kafka-2', {component: 'kafka', configHash: 'c0ffee'}), 'run-1')).toEqual({
    'msa.lab': fakeLab.id,
    'msa.folder': fakeLab.dir,
    'msa.component': 'kafka-2',
    'msa.run': 'run-1',
    'msa.config-hash': 'c0ffee',
  })
})
