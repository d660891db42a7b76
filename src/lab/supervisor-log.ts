import {join} from 'node:path'
import type {LabIdentity} from '../runtimes/runtime.js'

export function supervisorLogOf(lab: LabIdentity): string {
  return join(lab.dir, 'logs', 'supervisor.log')
}
