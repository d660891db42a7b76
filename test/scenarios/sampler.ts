import {findMarked} from '../../src/platform/processes.js'

const periodMs = 50

export interface Sampler {
  /** Each moment in which a component had two runs, in words. */
  stop(): readonly string[]
}

/** I5: looks at all processes of a lab the whole time; a component must never have two main processes of different runs. */
export function startSampler(lab: string): Sampler {
  const seen = new Set<string>()
  const look = () => {
    const runs = new Map<string, Map<string, number>>()
    for (const {pid, group, marks} of findMarked('MSA_LAB', lab)) {
      const {MSA_COMPONENT: component = '', MSA_RUN: run = ''} = marks
      // Before its exec a process has its parent's environment, and a leader founds its own group.
      if (group !== pid || component === '' || component === 'class-archive') continue
      runs.set(component, (runs.get(component) ?? new Map()).set(run, pid))
    }
    for (const [component, pids] of runs)
      if (pids.size > 1) seen.add(`${component} ran as pids ${[...pids.values()].join(' and ')}`)
  }
  const timer = setInterval(look, periodMs)
  return {
    stop() {
      clearInterval(timer)
      return [...seen]
    },
  }
}
