import type {Foreign} from '../../lab/trust.js'
import {escapeLine} from '../escape.js'

export function trustView(programs: readonly Foreign[], dryRun = false): string {
  if (programs.length === 0) return 'This lab runs no programs of its own; there is nothing to agree to.\n'
  return `${[dryRun ? 'You would agree to:' : 'You agreed to:', ...programs.map(({path, runs}) => escapeLine(`  ${path}: ${runs}`))].join('\n')}\n`
}
