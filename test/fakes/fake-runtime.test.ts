import type {LabIdentity} from '../../src/runtimes/runtime.js'
import {describeRuntime, type Program} from '../runtime-contract.js'
import {fakeClock} from './fake-clock.js'
import {type Behaviour, fakeRuntime} from './fake-runtime.js'
import {fakeLab, fakeTask} from './tasks.js'

const behaviours: Readonly<Record<Program, Behaviour>> = {
  runs: {readyAfterMs: 0},
  'ignores-stop': {ignoresStop: true},
  'exits-3': {exitsAfterMs: 10, exitCode: 3},
  'cannot-start': {startFails: new Error('no such program')},
}

describeRuntime('fake', async () => {
  const clock = fakeClock()
  const runtime = fakeRuntime(clock)
  const names = new Map<number, string>()
  return {
    runtime: {
      ...runtime,
      async start(task, run, signal) {
        const handle = await runtime.start(task, run, signal)
        names.set(handle.pid, task.name)
        return handle
      },
    },
    lab: fakeLab,
    later: () => runtime,
    task(name: string, program: Program, lab: LabIdentity = fakeLab) {
      runtime.behave(name, behaviours[program])
      return fakeTask(name, {lab})
    },
    kill: ({pid}) => runtime.kill(names.get(pid) ?? ''),
    begun: async () => undefined,
    pass: clock.advance,
    cleanUp: async () => undefined,
  }
})
