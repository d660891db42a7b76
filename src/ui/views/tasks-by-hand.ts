import {hiddenOf} from '../../connectors/hidden-config.js'
import type {RunningTask, RunningTasks} from '../../lab/client/running-tasks.js'
import {shellWord} from '../../platform/shell-word.js'
import {processOf} from '../../runtimes/process-of.js'
import type {Task} from '../../runtimes/runtime.js'
import {isSecretVariable} from '../../secrets/secret-scan.js'
import type {PrepareStep} from '../../stacks/component.js'

/** How each task is started, in this order: what is made once before, then the process itself. Secrets are masked. */
export function startLines(tasks: readonly Pick<RunningTask, 'task'>[]): string[] {
  // Also passwords in addresses, and behind `password=`.
  const hidden = hiddenOf({})
  return tasks.flatMap(({task}) => [
    `# ${task.name}${filesText(task)}`,
    ...startOf(task).map(line => hidden.text(line)),
  ])
}

/** How each task that runs is stopped, dependents first; before them who would start them again. */
export function stopLines({tasks, supervisorPid}: RunningTasks): string[] {
  const lines = tasks.toReversed().flatMap(stopOf)
  if (lines.length === 0 || supervisorPid === undefined) return lines
  return [`kill -s TERM ${supervisorPid} # msa's supervisor, which would start them again`, ...lines]
}

function stopOf({task, handle}: RunningTask): string[] {
  if (handle === undefined) return []
  const signal = task.stopSignal.replace(/^SIG/, '')
  if (handle.container !== undefined)
    return [`docker kill --signal ${signal} ${handle.container.slice(0, 12)} # ${task.name}`]
  return [`kill -s ${signal} ${handle.pid} # ${task.name}`]
}

function startOf(task: Task): string[] {
  const {container, workload} = task
  if (container !== undefined) return [`# in a container of ${container.image}: msa up makes it`]
  const {command, args, cwd, env} = processOf(task)
  const call = ['env', '-i', ...assignments(env), ...[command, ...args].map(shellWord)].join(' ')
  return [...(workload.prepare ?? []).map(stepText), `(cd ${shellWord(cwd)} && ${call})`]
}

function stepText({creates, command, env = {}}: PrepareStep): string {
  const words = command.map(word => shellWord(word.replaceAll('{}', creates)))
  const given = assignments(env)
  const call = [...(given.length === 0 ? [] : ['env', ...given]), ...words].join(' ')
  return `[ -e ${shellWord(creates)} ] || ${call}`
}

function assignments(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).map(([name, value]) =>
    // Passed on as it is: too long to be read.
    name === 'PATH' && value === process.env.PATH ? 'PATH="$PATH"' : `${name}=${shellWord(shown(name, value))}`,
  )
}

/** Where a secret lies is none. */
function shown(name: string, value: string): string {
  return isSecretVariable(name) && !/file$/i.test(name) ? '******' : value
}

function filesText({workload: {files = []}}: Task): string {
  return files.length === 0 ? '' : `, by what msa writes into ${files.map(({path}) => path).join(', ')}`
}
