import type Docker from 'dockerode'
import type {Clock} from '../../platform/clock.js'
import type {TaskHandle} from '../runtime.js'
import {isNotFound, statusOf} from './engine-error.js'

/** Sends a signal; to a container that has just ended, or is gone, it is no failure. */
export async function kill(container: Docker.Container, signal: NodeJS.Signals): Promise<void> {
  await container.kill({signal}).catch((error: unknown) => {
    // 409: it has just ended.
    if (!isNotFound(error) && statusOf(error) !== 409) throw error
  })
}

/** Runs a command beside the program of a container, to its end. */
export async function exec(
  docker: Docker,
  handle: TaskHandle,
  command: readonly string[],
  signal: AbortSignal,
): Promise<{readonly exitCode: number}> {
  const made = await docker
    .getContainer(handle.container ?? '')
    .exec({Cmd: [...command], AttachStdout: true, AttachStderr: true})
  const stream = await made.start({hijack: true, stdin: false})
  const stop = () => stream.destroy()
  signal.addEventListener('abort', stop, {once: true})
  await new Promise<void>(resolve => {
    stream.once('close', resolve)
    stream.once('end', resolve)
    stream.once('error', () => resolve())
    stream.resume()
  })
  signal.removeEventListener('abort', stop)
  return {exitCode: (await made.inspect()).ExitCode ?? -1}
}

/** Resolves to true when the container has ended within the time, or is gone. */
export async function endsWithin(container: Docker.Container, ms: number, clock: Clock): Promise<boolean> {
  const over = new AbortController()
  const ended = container
    .wait({condition: 'not-running', abortSignal: over.signal})
    .then(() => true)
    .catch((error: unknown) => isNotFound(error))
  const result = await Promise.race([ended, clock.sleep(ms, over.signal).then(() => false)])
  over.abort()
  return result
}

/** Removes a container; one that is gone, or is just being removed by somebody, is no failure. */
export async function removeContainer(container: Docker.Container): Promise<void> {
  await container.remove({force: true}).catch((error: unknown) => {
    if (!isNotFound(error) && statusOf(error) !== 409) throw error
  })
}
