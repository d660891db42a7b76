import type {Changed} from '../../lab/client/change-lab.js'

export function changedView(word: string): (changed: Changed) => string {
  return ({names}) => `${word}: ${names.join(', ')}\n`
}
