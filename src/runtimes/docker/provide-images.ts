import type Docker from 'dockerode'
import {MsaError} from '../../errors.js'
import {assertArchitecture} from './architecture.js'
import {isNotFound} from './engine-error.js'
import {type PullProgress, pullImage} from './pull.js'
import {decidePull, type PullPolicy} from './pull-policy.js'
import {type BuildContext, buildServicesImage} from './services-image.js'
import {removeSuperseded} from './services-images.js'

export interface WantedImage {
  readonly reference: string
  /** Of the content that msa was made for: what is fetched is fetched by it. */
  readonly digest: string | undefined
}

export interface ProvideImages {
  readonly policy: PullPolicy
  readonly onProgress: (progress: PullProgress) => void
  readonly signal: AbortSignal
}

export async function isImageHere(docker: Docker, reference: string): Promise<boolean> {
  try {
    await docker.getImage(reference).inspect()
    return true
  } catch (error) {
    if (isNotFound(error)) return false
    throw error
  }
}

/** Brings one image onto the engine, as the policy wants it. */
export async function provideImage(docker: Docker, wanted: WantedImage, options: ProvideImages): Promise<void> {
  const decision = decidePull(options.policy, await isImageHere(docker, wanted.reference))
  if (decision.pull === 'impossible') throw notHere(wanted.reference, decision.because)
  if (decision.pull) await pullImage(docker, wanted, options)
  else await assertArchitecture(docker, wanted.reference)
}

/** Builds the image of msa's own services where this very one is missing, and takes away those that it supersedes. */
export async function provideServicesImage(
  docker: Docker,
  context: BuildContext,
  options: ProvideImages,
): Promise<void> {
  if (await isImageHere(docker, context.reference)) return
  const policy = options.policy === 'always' ? 'missing' : options.policy
  await provideImage(docker, {reference: context.baseImage, digest: undefined}, {...options, policy})
  await buildServicesImage(docker, context)
  await removeSuperseded(docker, context.reference)
}

function notHere(reference: string, because: string): MsaError {
  return new MsaError('E_PREREQUISITE_MISSING', `the image ${reference} is missing: ${because}`, {
    tryThis: [
      `Fetch it: docker pull ${reference}`,
      `Or bring it from another machine: docker save ${reference} | docker load`,
    ],
  })
}
