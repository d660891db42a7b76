import type {Check} from '../check.js'
import {credentialsCheck} from './credentials.js'
import {diskCheck} from './disk.js'
import {distributionsCheck} from './distributions.js'
import {engineCheck} from './engine.js'
import {labFileCheck} from './lab-file.js'
import {localhostCheck} from './localhost.js'
import {memoryCheck} from './memory.js'
import {nodeCheck} from './node.js'
import {portsCheck} from './ports.js'
import {programsCheck} from './programs.js'

/** In the order in which they are told. */
export const checks: readonly Check[] = [
  nodeCheck,
  labFileCheck,
  programsCheck,
  distributionsCheck,
  engineCheck,
  portsCheck,
  memoryCheck,
  diskCheck,
  localhostCheck,
  credentialsCheck,
]
