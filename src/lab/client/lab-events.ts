import {readTextIfThere} from '../../platform/files.js'
import type {LabIdentity} from '../../runtimes/runtime.js'
import {eventFileOf} from '../event-log.js'
import type {LabEvent} from '../events.js'
import {findSnapshot} from './lab-client.js'

/** Events of the running lab from its supervisor; of a stopped one, and without `follow`, those that its file remembers. */
export async function* labEvents(
  lab: LabIdentity,
  env: NodeJS.ProcessEnv,
  {follow, signal}: {readonly follow: boolean; readonly signal: AbortSignal},
): AsyncGenerator<LabEvent> {
  const running = follow ? await findSnapshot(lab, env) : undefined
  if (running === undefined) yield* await recordedEvents(lab)
  else yield* running.client.events(0, signal)
}

/** The events on file, oldest first. A line that a crash cut short is passed over. */
export async function recordedEvents(lab: LabIdentity): Promise<LabEvent[]> {
  const path = eventFileOf(lab)
  const texts = await Promise.all([`${path}.1`, path].map(readTextIfThere))
  return texts.flatMap(text => (text ?? '').split('\n')).flatMap(parseEvent)
}

function parseEvent(line: string): LabEvent[] {
  try {
    return line === '' ? [] : [JSON.parse(line) as LabEvent]
  } catch {
    return []
  }
}
