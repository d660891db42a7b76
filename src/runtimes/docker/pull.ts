import type Docker from 'dockerode'
import {MsaError} from '../../errors.js'
import {type Clock, systemClock} from '../../platform/clock.js'
import {assertArchitecture} from './architecture.js'
import {isAway, wordsOf} from './engine-error.js'
import {isPassing, pullError, pullFailureOf} from './pull-failure.js'
import {type LayerProgress, type PullEvent, type PullProgress, withEvent} from './pull-progress.js'

export type {PullProgress} from './pull-progress.js'

/** Pauses before the second, third and fourth attempt. The engine itself tries a layer several times, and keeps those that came. */
const pausesMs = [500, 2000, 5000]

export interface PullOptions {
  readonly onProgress: (progress: PullProgress) => void
  readonly signal: AbortSignal
  readonly clock?: Clock
  readonly pauses?: readonly number[]
}

/**
 * Fetches an image; with a digest exactly that content, which then has the name `reference`. What may pass by itself is tried again;
 * rejects with an error that says what is wrong and what helps.
 */
export async function pullImage(
  docker: Docker,
  {reference, digest}: {readonly reference: string; readonly digest: string | undefined},
  {onProgress, signal, clock = systemClock, pauses = pausesMs}: PullOptions,
): Promise<void> {
  const name = splitReference(reference)
  for (let attempt = 0; ; attempt += 1) {
    signal.throwIfAborted()
    try {
      await attemptPull(docker, {reference, repository: name.repository, tag: digest ?? name.tag}, onProgress, signal)
      break
    } catch (error) {
      signal.throwIfAborted()
      if (isAway(error)) throw error
      const words = wordsOf(error)
      const pause = pauses[attempt]
      if (pause === undefined || !isPassing(pullFailureOf(words))) throw pullError(reference, words)
      await clock.sleep(pause, signal)
    }
  }
  if (digest !== undefined && name.tag !== digest)
    await docker.getImage(`${name.repository}@${digest}`).tag({repo: name.repository, tag: name.tag})
  await assertArchitecture(docker, reference)
}

async function attemptPull(
  docker: Docker,
  {reference, repository, tag}: {readonly reference: string; readonly repository: string; readonly tag: string},
  onProgress: (progress: PullProgress) => void,
  abortSignal: AbortSignal,
): Promise<void> {
  const stream: NodeJS.ReadableStream = await docker.createImage({fromImage: repository, tag, abortSignal})
  let layers: readonly LayerProgress[] = []
  let failed: string | undefined
  await new Promise<void>((resolve, reject) =>
    docker.modem.followProgress(
      stream,
      (error: Error | null) => (error === null ? resolve() : reject(error)),
      (event: PullEvent) => {
        failed ??= event.error
        layers = withEvent(layers, event)
        onProgress({reference, layers, done: false})
      },
    ),
  )
  if (failed !== undefined) throw new Error(failed)
  onProgress({reference, layers: layers.map(layer => ({...layer, status: 'done'})), done: true})
}

/** `host:5000/name:tag` and `name@sha256:…`: a colon before the last slash belongs to a host. */
export function splitReference(reference: string): {readonly repository: string; readonly tag: string} {
  const [name = reference, digest] = reference.split('@')
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1)
  const repository = colon === -1 ? name : name.slice(0, colon)
  if (repository === '')
    throw new MsaError('E_INPUT', `"${reference}" is no name of an image`, {tryThis: ['Write it as name:tag']})
  return {repository, tag: digest ?? (colon === -1 ? 'latest' : name.slice(colon + 1))}
}
