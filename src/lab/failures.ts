import {MsaError, reasonOf, type SerialisedError} from '../errors.js'
import type {Task} from '../runtimes/runtime.js'
import type {KnownFailure} from '../stacks/component.js'
import type {RestartDecision} from './restart-policy.js'
import type {Startup} from './watch.js'

/** The words of everything that can go wrong with one component: what, why (its own last words), and what to do. */
export function neverReady(
  task: Task,
  startup: Extract<Startup, {ready: false}>,
  lastLines: readonly string[],
): MsaError {
  return new MsaError(
    'E_NOT_READY',
    `${task.name} was not ready within ${Math.round(startup.afterMs / 1000)} s: ${startup.reason}`,
    {
      details: quoted(task, lastLines),
      tryThis: [
        `msa logs ${task.name}`,
        'A program of your own may need longer: health.startTimeout in the lab file',
        `msa start ${task.name}`,
      ],
    },
  )
}

/** The reason for its end that stands in its last lines, where the component knows one: a person has to mend it. */
export function knownFailure({knownFailures = []}: Task, lastLines: readonly string[]): KnownFailure | undefined {
  return knownFailures.find(({says}) => lastLines.some(line => new RegExp(says).test(line)))
}

export function crashed(
  task: Task,
  what: string,
  decision: RestartDecision,
  lastLines: readonly string[],
  known?: KnownFailure,
): SerialisedError {
  const stopped = decision.restart ? '' : ` and is not started again: ${decision.because}`
  return new MsaError('E_COMPONENT_CRASHED', `${task.name} ${what}${stopped}`, {
    details: quoted(task, lastLines),
    tryThis: known?.tryThis ?? [`msa logs ${task.name}`, `msa start ${task.name}`],
  }).toJSON()
}

export function startFailed(task: Task, error: unknown): SerialisedError {
  if (error instanceof MsaError) return error.toJSON()
  return new MsaError('E_FAILED', `cannot start ${task.name}: ${reasonOf(error)}`, {
    tryThis: [`msa logs ${task.name}`, 'msa doctor'],
  }).toJSON()
}

function quoted(task: Task, lines: readonly string[]): string[] {
  if (lines.length === 0) return [`it wrote nothing to ${task.logFile}`]
  return [`the last lines of ${task.logFile}:`, ...lines.map(line => `  ${line.slice(0, 400)}`)]
}
