import {MsaError} from '../../errors.js'
import type {Engine} from '../../runtimes/docker/open-engine.js'
import type {WantedImage} from '../../runtimes/docker/provide-images.js'
import type {PullProgress} from '../../runtimes/docker/pull.js'
import type {PullPolicy} from '../../runtimes/docker/pull-policy.js'
import type {LabIdentity} from '../../runtimes/runtime.js'
import {servicesImage} from '../../stacks/spring-service.js'
import {factsOf, type Part} from '../tasks/members.js'
import type {Machine} from './machine.js'

/** Does an engine answer for this lab? Nothing is noted of it. */
export async function engineAnswers(lab: LabIdentity, env: NodeJS.ProcessEnv): Promise<boolean> {
  const {peekEngine} = await import('../../runtimes/docker/open-engine.js')
  try {
    await peekEngine(lab, env)
    return true
  } catch (error) {
    if (error instanceof MsaError) return false
    throw error
  }
}

/** What the containers of a lab are made from and where they will be. */
export interface ContainerPlace {
  /** Of msa's own services, as it has to be built from this very msa. */
  readonly servicesImage: string
  /** The address at which processes and containers of one lab reach each other; undefined where nothing needs it. */
  readonly machineAddress: string | undefined
}

export const noContainers: ContainerPlace = {servicesImage: servicesImage.reference, machineAddress: undefined}

export interface ImageRequest {
  readonly identity: LabIdentity
  readonly env: NodeJS.ProcessEnv
  /** Those that run in containers. */
  readonly parts: readonly Part[]
  /** Services that register with discovery run as processes and in containers. */
  readonly isMixed: boolean
  readonly policy: PullPolicy
  readonly onPull: (progress: PullProgress) => void
  readonly note: (line: string) => void
  readonly signal: AbortSignal
}

/** Images that are missing, by reference; nothing is fetched. */
export async function missingImages({
  identity,
  env,
  parts,
}: Pick<ImageRequest, 'identity' | 'env' | 'parts'>): Promise<string[]> {
  if (parts.length === 0) return []
  const [{peekEngine}, {isImageHere}] = await containers()
  const {docker} = await peekEngine(identity, env)
  const references = [...new Set(parts.map(imageOf).filter(reference => reference !== servicesImage.reference))]
  const here = await Promise.all(references.map(reference => isImageHere(docker, reference)))
  return references.filter((_, index) => !here[index])
}

/** Every image is on the engine, and the lab's network is there when this resolves. Optional parts whose image cannot be had are left out. */
export async function provideContainers(
  request: ImageRequest,
  machine: Machine,
): Promise<ContainerPlace & {readonly leftOut: readonly Part[]}> {
  const {identity, env, parts, policy, onPull: onProgress, signal} = request
  const [{openEngine, stayingOnEngine}, {provideImage, provideServicesImage}] = await containers()
  const {servicesContext} = await import('../../runtimes/docker/services-image.js')
  const staying = await stayingOnEngine(identity, env)
  if (staying !== undefined) request.note(staying)
  const engine = await openEngine(identity, env)
  const options = {policy, onProgress, signal}
  const leftOut: Part[] = []
  for (const part of parts.filter(one => imageOf(one) !== servicesImage.reference)) {
    await provideImage(engine.docker, wantedImage(part), options).catch((error: unknown) => {
      if (!isDispensable(part)) throw error
      leftOut.push(part)
    })
  }
  const context = parts.some(part => imageOf(part) === servicesImage.reference)
    ? servicesContext(machine.packageDir)
    : undefined
  if (context !== undefined) await provideServicesImage(engine.docker, context, options)
  const machineAddress = request.isMixed ? await addressOfMachine(identity, engine) : undefined
  return {servicesImage: context?.reference ?? servicesImage.reference, machineAddress, leftOut}
}

async function addressOfMachine(lab: LabIdentity, {docker, isNative}: Engine): Promise<string> {
  const [{ensureNetwork}, {machineName}] = await Promise.all([
    import('../../runtimes/docker/network.js'),
    import('../../runtimes/docker/places.js'),
  ])
  return isNative ? (await ensureNetwork(docker, lab)).gateway : machineName
}

function containers() {
  return Promise.all([
    import('../../runtimes/docker/open-engine.js'),
    import('../../runtimes/docker/provide-images.js'),
  ])
}

function imageOf(part: Part): string {
  return wantedImage(part).reference
}

/** What a part is made from; a person's own image is what they say it is. */
export function wantedImage(part: Part): WantedImage {
  if (part.kind === 'service') {
    const {program} = part.service
    return {reference: program.kind === 'image' ? program.image : '', digest: undefined}
  }
  const {reference, digest} = part.component.image
  return part.wish.image === undefined ? {reference, digest} : {reference: part.wish.image, digest: undefined}
}

function isDispensable(part: Part): boolean {
  return part.kind === 'component' && part.component.optional === true && part.wish.because !== 'named'
}

/** Is this lab of processes and containers which must find each other by discovery? */
export function isMixed(parts: readonly Part[], runtimes: ReadonlyMap<string, string>): boolean {
  const talking = parts.filter(
    part => part.kind === 'service' || ['platform', 'services'].includes(part.component.stack),
  )
  return new Set(talking.map(part => runtimes.get(factsOf(part).name) ?? 'local')).size > 1
}
