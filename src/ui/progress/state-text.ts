import {type ComponentState, explain} from '../../lab/state.js'

/** `starting: nothing listens on port 9092 yet`; a reason that says the phase itself stands alone: `stopped by msa`. */
export function stateText(state: ComponentState): string {
  const reason = explain(state)
  if (reason === '') return state.phase
  return reason.startsWith(state.phase) ? reason : `${state.phase}: ${reason}`
}
