import type Docker from 'dockerode'
import {MsaError} from '../../errors.js'
export interface PullProgress {
  readonly reference: string
  readonly layers: readonly {
    readonly id: string
    readonly status: string
    readonly current: number
    readonly total: number
  }[]
  readonly done: boolean
}
export async function pullImage(
  docker: Docker,
  {reference}: {readonly reference: string; readonly digest: string | undefined},
  _options: {readonly onProgress: (progress: PullProgress) => void; readonly signal: AbortSignal},
): Promise<void> {
  try {
    const stream = await docker.pull(reference)
    await new Promise<void>((resolve, reject) =>
      docker.modem.followProgress(stream, error => (error ? reject(error) : resolve())),
    )
  } catch (error) {
    throw new MsaError('E_DOWNLOAD', `the image ${reference} cannot be fetched`, {
      details: [String(error)],
      tryThis: ['Try again'],
    })
  }
}
