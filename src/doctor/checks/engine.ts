import {type Check, type Finding, fail, pass, warn} from '../check.js'
import type {EngineFacts, Facts} from '../facts.js'

const mib = 1024 * 1024
/** The images of all components, unpacked. */
const imagesMiB = 4000
/** The images that components name are made for these. */
const architectures = ['amd64', 'arm64']

/** Only a lab that has something in containers needs an engine. */
export const engineCheck: Check = {
  name: 'engine',
  examine: ({engine, lab}) => {
    if (engine.found === undefined) return [noEngine(engine)]
    const {name, version, apiVersion, architecture, rootless, address, source} = engine.found
    const traits = [`API ${apiVersion}`, architecture, ...(rootless ? ['rootless'] : [])].join(', ')
    const found = pass('engine', `${name} ${version} (${traits}) at ${address}, by ${source}`)
    if (engine.inContainers.length === 0) return [found]
    return [found, ...architectureFindings(architecture), ...memoryFindings(engine, lab), ...diskFindings(engine)]
  },
}

function noEngine({inContainers, problem}: EngineFacts): Finding {
  if (inContainers.length === 0) return pass('engine', 'no container engine; nothing of this lab needs one')
  const says = [`no container engine answers, and in containers run ${inContainers.join(', ')}`]
  return fail('engine', [...says, ...(problem?.details ?? [])].join('\n'), ...(problem?.suggestions ?? []))
}

function architectureFindings(architecture: string): Finding[] {
  if (architectures.includes(architecture)) return []
  return [
    warn(
      'engine',
      `its processors are ${architecture}; the images of the components are made for ${architectures.join(' and ')}`,
      'Name other images: image: of the component in the lab file',
    ),
  ]
}

function memoryFindings({found, inContainers}: EngineFacts, lab: Facts['lab']): Finding[] {
  const hasMiB = Math.floor((found?.memoryBytes ?? 0) / mib)
  const needsMiB = lab.components
    .filter(({name}) => inContainers.includes(name))
    .reduce((sum, {memoryMiB}) => sum + memoryMiB, 0)
  if (hasMiB === 0) return []
  const says = `${hasMiB} MiB for containers; those of the lab need ${needsMiB} MiB`
  if (hasMiB >= needsMiB) return [pass('engine', says)]
  return [
    warn('engine', says, 'Give the engine more memory in its settings', 'Leave components out: msa up --without NAME'),
  ]
}

function diskFindings({space}: EngineFacts): Finding[] {
  if (space === undefined) return []
  const freeMiB = Math.floor(space.bytes / mib)
  const says = `${freeMiB} MiB free for images and volumes (${space.folder})`
  if (freeMiB >= imagesMiB) return [pass('engine', says)]
  return [warn('engine', `${says}; all images together take ${imagesMiB} MiB`, 'See what takes it: docker system df')]
}
