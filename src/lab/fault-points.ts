import type {Runtime} from '../runtimes/runtime.js'
import type {Store} from './run.js'

/** Named once per passage; ends the process there when the environment says so. */
export type FaultPoint = (step: string) => void

const specPattern = /^kill@([a-z-]+)(?::(\d+))?$/

/**
 * For the tests of promise P4: `MSA_FAULT=kill@after-start` kills the supervisor, as `kill -9` does, when it first passes that step,
 * `kill@after-start:3` the third time. Without the variable nothing happens.
 */
export function faultPoint(spec: string | undefined, kill: () => void): FaultPoint {
  const [, wanted, nth = '1'] = specPattern.exec(spec ?? '') ?? []
  if (wanted === undefined) return () => undefined
  let passed = 0
  return step => {
    if (step !== wanted) return
    passed += 1
    if (passed === Number(nth)) kill()
  }
}

/** Each write of the state has a step before and one after it: `before-intend`, `after-intend` … */
export function storeWithFaults(store: Store, point: FaultPoint): Store {
  const around = async (step: string, write: () => Promise<void>) => {
    point(`before-${step}`)
    await write()
    point(`after-${step}`)
  }
  return {
    intend: runs => around('intend', () => store.intend(runs)),
    started: (task, handle) => around('started', () => store.started(task, handle)),
    ended: task => around('ended', () => store.ended(task)),
    save: () => around('save', () => store.save()),
  }
}

/** `before-start`, `after-start`: the process exists, its identity is not on disk yet; `before-stop`, `after-stop`. */
export function runtimeWithFaults(runtime: Runtime, point: FaultPoint): Runtime {
  return {
    ...runtime,
    async start(task, run, signal) {
      point('before-start')
      const handle = await runtime.start(task, run, signal)
      point('after-start')
      return handle
    },
    async stop(handle, options) {
      point('before-stop')
      const exit = await runtime.stop(handle, options)
      point('after-stop')
      return exit
    },
  }
}
