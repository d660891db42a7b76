import type Docker from 'dockerode'
import {isNotFound, statusOf} from './engine-error.js'

/** By this an image that msa built is known; one that `docker compose` built from an exported lab has no label. */
export const servicesLabel = {'msa.image': 'services'} as const

export interface BuiltImage {
  readonly id: string
  readonly name: string
  readonly bytes: number
  /** Of this very msa. */
  readonly isCurrent: boolean
}

/** All images of msa's own services on an engine, of whatever msa. */
export async function builtImages(docker: Docker, current: string): Promise<readonly BuiltImage[]> {
  const label = Object.entries(servicesLabel).map(([name, value]) => `${name}=${value}`)
  const images = await docker.listImages({filters: {label}})
  return images.map(({Id: id, RepoTags, Size: bytes}) => {
    // Podman writes `localhost/` before a name.
    const names = (RepoTags ?? []).map(name => name.replace(/^.*\//, ''))
    return {id, name: names[0] ?? id.slice(0, 19), bytes, isCurrent: names.includes(current)}
  })
}

/** False where a container is made from it, running or not: then it stays. */
export async function removeBuiltImage(docker: Docker, id: string): Promise<boolean> {
  try {
    await docker.getImage(id).remove()
    return true
  } catch (error) {
    if (isNotFound(error)) return true
    // Podman says 500 where Docker says 409.
    if (statusOf(error) === undefined) throw error
    return false
  }
}

/** Those that another msa built, or this one before it changed; whoever needs one of them again builds it again. */
export async function removeSuperseded(docker: Docker, current: string): Promise<void> {
  const former = (await builtImages(docker, current)).filter(({isCurrent}) => !isCurrent)
  await Promise.all(former.map(({id}) => removeBuiltImage(docker, id)))
}
