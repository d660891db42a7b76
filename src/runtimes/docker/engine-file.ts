import {rm} from 'node:fs/promises'
import {join} from 'node:path'
import {makePrivateFolder, pathExists, readTextIfThere, writeFileAtomic} from '../../platform/files.js'
import type {LabIdentity} from '../runtime.js'

function engineFileOf(lab: LabIdentity): string {
  return join(lab.dir, 'engine.json')
}

/** Has a container of this lab ever been started? Where not, no engine is asked for anything. */
export function usesEngine(lab: LabIdentity): boolean {
  return pathExists(engineFileOf(lab))
}

/** The engine that the lab's containers are on, whatever `DOCKER_HOST` says now. */
export async function readEngineAddress(lab: LabIdentity): Promise<string | undefined> {
  const text = await readTextIfThere(engineFileOf(lab))
  if (text === undefined) return undefined
  const {address} = JSON.parse(text) as {address?: unknown}
  return typeof address === 'string' ? address : undefined
}

/** Nothing of the lab is on it any more. */
export async function forgetEngineAddress(lab: LabIdentity): Promise<void> {
  await rm(engineFileOf(lab), {force: true})
}

export async function noteEngineAddress(lab: LabIdentity, address: string): Promise<void> {
  await makePrivateFolder(lab.dir)
  await writeFileAtomic(engineFileOf(lab), `${JSON.stringify({address})}\n`, {mode: 0o600})
}
