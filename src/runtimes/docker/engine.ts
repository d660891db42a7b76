import Docker from 'dockerode'
import {MsaError} from '../../errors.js'
export interface FoundEngine {
  docker: Docker
  address: string
  isDesktop: boolean
  rootless: boolean
}
export async function findEngine(env: NodeJS.ProcessEnv, _signal: AbortSignal): Promise<FoundEngine> {
  const address = env.DOCKER_HOST ?? 'unix:///var/run/docker.sock'
  const docker = new Docker({socketPath: address.replace('unix://', '')})
  try {
    await docker.ping()
  } catch (error) {
    throw new MsaError('E_RUNTIME_UNAVAILABLE', `no engine at ${address}`, {tryThis: ['Start it'], cause: error})
  }
  return {docker, address, isDesktop: false, rootless: false}
}
