import {expect, it} from 'vitest'
import {movedText} from './moved-data.js'

const both = {task: 'mariadb', folder: '/lab/.msa/data/mariadb', volume: 'msa-lab-mariadb'}

it('a component that moves into a container for the first time says where its data stays', () => {
  expect(movedText({...both, runtime: 'docker', volume: undefined})).toContain('stays in /lab/.msa/data/mariadb')
})

it('a component that moves out of its container says in which volume its data stays', () => {
  expect(movedText({...both, runtime: 'local', folder: undefined})).toContain('the volume msa-lab-mariadb')
})

it('a component with data on both sides says which is used and where the other lies', () => {
  expect(movedText({...both, runtime: 'docker'})).toMatch(/uses the volume msa-lab-mariadb; .*data\/mariadb stays/)
  expect(movedText({...both, runtime: 'local'})).toMatch(/uses \/lab\/.*data\/mariadb; .*msa-lab-mariadb stays/)
})

it('nothing is said where the data is alone, or where there never was any', () => {
  const none = {task: 'mariadb', folder: undefined, volume: undefined}
  for (const runtime of ['local', 'docker'] as const) {
    expect(movedText({...none, runtime})).toBeUndefined()
  }
  expect(movedText({...both, runtime: 'docker', folder: undefined})).toBeUndefined()
  expect(movedText({...both, runtime: 'local', volume: undefined})).toBeUndefined()
})
