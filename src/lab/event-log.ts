import {appendFile, rename} from 'node:fs/promises'
import {join} from 'node:path'
import {sizeOf} from '../platform/log-file.js'
import type {LabIdentity} from '../runtimes/runtime.js'
import type {LabEvent, LabEventBody} from './events.js'

const remembered = 2000
const maxFileBytes = 1 << 20

export interface EventLog {
  emit(body: LabEventBody): void
  /** Remembered events after `seq`, then the new ones as they come. */
  follow(seq: number, listener: (event: LabEvent) => void): () => void
  lastSeq(): number
}

export function eventFileOf(lab: LabIdentity): string {
  return join(lab.dir, 'events.ndjson')
}

/** Numbers events, hands them to listeners, and keeps the newest in a file of bounded size. */
export function createEventLog(lab: LabIdentity): EventLog {
  const events: LabEvent[] = []
  const listeners = new Set<(event: LabEvent) => void>()
  let seq = 0
  let writing: Promise<void> = Promise.resolve()
  return {
    emit(body) {
      seq += 1
      const event = {seq, at: new Date().toISOString(), ...body} as LabEvent
      events.push(event)
      if (events.length > remembered) events.shift()
      for (const listener of listeners) listener(event)
      // The file is for reading afterwards: a full disk must not stop the lab.
      writing = writing.then(() => append(eventFileOf(lab), event)).catch(() => undefined)
    },
    follow(after, listener) {
      for (const event of events) if (event.seq > after) listener(event)
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    lastSeq: () => seq,
  }
}

async function append(path: string, event: LabEvent): Promise<void> {
  if ((await sizeOf(path)) > maxFileBytes) await rename(path, `${path}.1`)
  await appendFile(path, `${JSON.stringify(event)}\n`, {mode: 0o600})
}
