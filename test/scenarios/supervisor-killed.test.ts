import {expect, it} from 'vitest'
import {openLab, server} from './lab.js'
import {until} from './until.js'

it('F01: with the supervisor killed the components run on, and the next up adopts them as they are', async () => {
  const lab = await openLab({web: await server(), db: await server()})
  expect(await lab.run('up')).toMatchObject({exitCode: 0})
  const before = [await lab.pidOf('web'), await lab.pidOf('db')]
  kill(lab.supervisors())
  expect(await lab.states()).toEqual({web: 'unsupervised', db: 'unsupervised'})
  expect(await lab.run('up')).toMatchObject({exitCode: 0})
  const {components} = await lab.status()
  expect(components.map(({state, adopted, restarts}) => [state, adopted, restarts])).toEqual([
    ['ready', true, 0],
    ['ready', true, 0],
  ])
  expect([await lab.pidOf('web'), await lab.pidOf('db')]).toEqual(before)
})

function kill(pids: readonly number[]): void {
  expect(pids).toHaveLength(1)
  for (const pid of pids) process.kill(pid, 'SIGKILL')
}
void until
