import type {Changed} from '../../lab/client/change-lab.js'

export function changedView(word: string): (changed: Changed) => string {
  return ({names, dryRun}) => {
    if (dryRun && names.length === 0) return `nothing would be ${word}\n`
    return `${dryRun ? 'would be ' : ''}${word}: ${names.join(', ')}\n`
  }
}
