import {MsaError} from '../../errors.js'
import {didYouMean} from '../../nearest.js'
import type {Lab, LabComponent} from '../lab.js'
import type {Overrides} from '../overrides.js'

/** The lab as the flags want it. Ports are not touched here: they are decided with the offset, in `tasks/ports.ts`. */
export function applyOverrides(lab: Lab, overrides: Overrides): Lab {
  const known = [...lab.components, ...lab.services].map(({name}) => name)
  for (const name of [...overrides.without, ...Object.keys(overrides.instances)]) requireKnown(name, known)
  const isIn = ({name}: {readonly name: string}) => !overrides.without.includes(name)
  const scaled = <T extends {readonly name: string; readonly instances: number}>(member: T): T => ({
    ...member,
    instances: overrides.instances[member.name] ?? member.instances,
  })
  // A flag is for the whole lab; what the file says of one component is said of that one.
  const moved = (component: LabComponent): LabComponent =>
    overrides.runtime === undefined || component.runtime !== lab.runtime
      ? component
      : {...component, runtime: overrides.runtime}
  const result = {
    ...lab,
    components: lab.components.filter(isIn).map(scaled).map(moved),
    services: lab.services.filter(isIn).map(scaled),
    config: {...lab.config, repository: overrides.configRepository ?? lab.config.repository},
  }
  if (result.components.length + result.services.length === 0) throw nothingLeft()
  return result
}

function requireKnown(name: string, known: readonly string[]): void {
  if (known.includes(name)) return
  const hint = didYouMean(name, known)
  throw new MsaError(
    'E_COMPONENT_UNKNOWN',
    `"${name}" is not part of this lab${hint === undefined ? '' : `, ${hint}`}`,
    {
      details: [`this lab has: ${known.join(', ')}`],
      tryThis: ['See what the lab has: msa status'],
    },
  )
}

function nothingLeft(): MsaError {
  return new MsaError('E_USAGE', 'nothing is left to start: --without leaves out everything this lab has', {
    tryThis: ['Leave out less'],
  })
}
