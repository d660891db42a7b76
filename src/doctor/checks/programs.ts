import {remedies} from '../../distributions/missing.js'
import {programSpecs} from '../../distributions/programs.js'
import type {MissingProgram} from '../../distributions/provision.js'
import {type Check, type Finding, fail, pass, warn} from '../check.js'
import type {Facts} from '../facts.js'

export const programsCheck: Check = {
  name: 'programs',
  examine: facts => [
    ...[...facts.survey.found.programs.values()]
      // msa's own Node is told already.
      .filter(({path}) => path !== facts.node.path)
      .map(({name, version, path}) => pass(programSpecs[name].label, `${version} (${path})`)),
    ...facts.survey.missingPrograms.map(program => missing(program, facts)),
  ],
}

function missing(program: MissingProgram, facts: Facts): Finding {
  const {name, label, reason, rejected, lookedIn} = program
  const where = rejected.slice(1).map(({path, because, problem}) => `${path} (${because}): ${problem}`)
  const says = [reason, ...where, ...(lookedIn.length > 0 ? [`looked in ${lookedIn.join(', ')}`] : [])].join('\n')
  if (!isOptional(name, facts)) return fail(label, says, ...remedies([program]))
  const without = usersOf(name, facts).map(user => user.name)
  return warn(
    label,
    `${says}\nthe lab runs without ${without.join(', ')}`,
    `Install it as its makers say, or name its folder: ${programSpecs[name].homes[0]}=/its/folder msa …`,
  )
}

/** Needed by nothing but parts that the lab can do without. */
export function isOptional(name: MissingProgram['name'], {lab}: Pick<Facts, 'lab'>): boolean {
  const users = usersOf(name, {lab})
  return users.length > 0 && users.every(({optional}) => optional === true)
}

function usersOf(name: MissingProgram['name'], {lab}: Pick<Facts, 'lab'>) {
  return lab.components.filter(({needs}) => needs.some(need => 'program' in need && need.program === name))
}
