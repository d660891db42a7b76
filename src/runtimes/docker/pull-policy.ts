/** The words of docker compose and Kubernetes. */
export type PullPolicy = 'never' | 'missing' | 'always'
export const pullPolicies = ['never', 'missing', 'always'] as const

export type PullDecision =
  | {readonly pull: true; readonly because: string}
  | {readonly pull: false; readonly because: string}
  | {readonly pull: 'impossible'; readonly because: string}

/** Whether an image is fetched before its container is made, and why. */
export function decidePull(policy: PullPolicy, isHere: boolean): PullDecision {
  if (policy === 'always') return {pull: true, because: '--pull always'}
  if (isHere) return {pull: false, because: 'it is on this machine'}
  if (policy === 'never') return {pull: 'impossible', because: 'it is not on this machine, and nothing may be fetched'}
  return {pull: true, because: 'it is not on this machine'}
}
