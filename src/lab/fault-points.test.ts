import {expect, it} from 'vitest'
import {faultPoint, runtimeWithFaults, storeWithFaults} from './fault-points.js'

function passing(spec: string | undefined, ...steps: string[]): string[] {
  const killedAt: string[] = []
  for (const step of steps) {
    const point = faultPoint(spec, () => killedAt.push(step))
    point(step)
  }
  return killedAt
}

it('without the variable, or with one that says nothing sensible, nobody is killed', () => {
  for (const spec of [undefined, '', 'kill', 'kill@', 'KILL@over', 'kill@over:x', 'kill@over:0'])
    expect(passing(spec, 'over', 'locked')).toEqual([])
})

it('kills at the step it names, and at no other', () => {
  expect(passing('kill@over', 'locked', 'over')).toEqual(['over'])
})

it('kills at the n-th passage, once', () => {
  let kills = 0
  const point = faultPoint('kill@after-start:2', () => {
    kills += 1
  })
  const seen = Array.from({length: 4}, () => {
    point('after-start')
    return kills
  })
  expect(seen).toEqual([0, 1, 1, 1])
})

it('every write of the state and every start and stop of a process has a step before and one after it', async () => {
  const steps: string[] = []
  const none = async () => undefined
  const store = storeWithFaults({intend: none, started: none, ended: none, save: none}, step => steps.push(step))
  await store.save()
  const runtime = runtimeWithFaults(
    {
      ...{kind: 'local', capabilities: {exec: false, volumes: false, adoptsExitCode: false}},
      ...{
        detect: none as never,
        observe: none as never,
        wait: none as never,
        stats: none as never,
        ownsPort: none as never,
        connect: none as never,
        clear: none as never,
        volumes: none as never,
        deleteVolumes: none as never,
      },
      start: async () => ({runtime: 'local', run: 'r', pid: 1, startTime: '1', bootId: 'b', logFrom: 0}) as const,
      stop: async () => ({code: 0, signal: null, forced: false}),
    },
    step => steps.push(step),
  )
  const handle = await runtime.start({} as never, 'r', new AbortController().signal)
  await runtime.stop(handle, {signal: 'SIGTERM', graceMs: 1})
  expect(steps).toEqual(['before-save', 'after-save', 'before-start', 'after-start', 'before-stop', 'after-stop'])
})
