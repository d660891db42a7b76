import type {Check, Finding, Level} from './check.js'
import type {Facts} from './facts.js'

export interface Diagnosis {
  /** Nothing fails. */
  readonly ok: boolean
  readonly findings: readonly (Finding & {readonly check: string})[]
  readonly counts: Readonly<Record<Level, number>>
  /** In a dry run: what would mend it. */
  readonly would?: readonly string[]
}

export function diagnose(facts: Facts, checks: readonly Check[]): Diagnosis {
  const findings = checks.flatMap(({name, examine}) => examine(facts).map(finding => ({check: name, ...finding})))
  const count = (level: Level) => findings.filter(finding => finding.level === level).length
  const counts = {pass: count('pass'), warn: count('warn'), fail: count('fail')}
  return {ok: counts.fail === 0, findings, counts}
}
