import {MsaError} from '../../errors.js'
import type {RuntimeKind} from '../../runtimes/runtime.js'
import {factsOf, type Part} from './members.js'

/** Where a part runs. What a lab file asks of Docker is refused, not run by something else without a word. */
export function runtimeOf(part: Part): RuntimeKind {
  const {name, runtime} = factsOf(part)
  const image = part.kind === 'component' ? part.wish.image : undefined
  if (runtime !== 'docker' && image === undefined) return 'local'
  const what = image === undefined ? `runtime: docker of ${name}` : `the image ${image} of ${name}`
  throw new MsaError(
    'E_RUNTIME_UNAVAILABLE',
    `${what} needs a Docker engine; this msa runs processes of this machine`,
    {
      tryThis: [
        `Leave it out of the lab file: ${name} then runs as a process`,
        'See which programs are here: msa doctor',
      ],
    },
  )
}
