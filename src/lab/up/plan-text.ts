import type {Operation, Plan} from './plan.js'

/** One line a step, as `msa up --dry-run` prints it and tests compare it. */
export function planText({steps}: Plan): string {
  const word = (id: number) => {
    const step = steps.find(other => other.id === id)
    return step === undefined ? '' : 'task' in step.operation ? step.operation.task : operationText(step.operation)
  }
  return steps
    .map(({id, operation, cause, needs}) => {
      const after = needs.length === 0 ? '' : `, after ${needs.map(word).join(', ')}`
      return `[${id}] ${operationText(operation)} (${cause})${after}`
    })
    .join('\n')
}

export function operationText(operation: Operation): string {
  return `${operation.op} ${'task' in operation ? operation.task : operation.what}`
}
