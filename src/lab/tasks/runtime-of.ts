import type {RuntimeKind} from '../../runtimes/runtime.js'
import type {ProgramName} from '../../stacks/component.js'
import type {LabService} from '../lab.js'
import {factsOf, type Part} from './members.js'

/** Where a part runs, and why there. */
export interface RuntimeDecision {
  readonly name: string
  readonly runtime: RuntimeKind
  readonly because: string
  /** A container only because its programs are missing: nobody asked for one. */
  readonly isStandIn?: boolean
}

export interface OnMachine {
  /** Programs that were looked for and not found; `mvn` among them where distributions would have to be fetched. */
  readonly missing: readonly string[]
  /** Does a container engine answer? Undefined where nobody asked. */
  readonly engine: boolean | undefined
  /** Where parts run at this moment. */
  readonly running: ReadonlyMap<string, RuntimeKind>
}

/** Could it be that this lab needs an engine? Only then is one looked for. */
export function mayNeedEngine(parts: readonly Part[], machine: Omit<OnMachine, 'engine'>): boolean {
  return parts.some(part => decideRuntime(part, {...machine, engine: true}).runtime === 'docker')
}

/** The lab's word first; by itself a process where its programs are here, else a container where an engine answers. */
export function decideRuntime(part: Part, {missing, engine, running}: OnMachine): RuntimeDecision {
  const {name, runtime} = factsOf(part)
  const decided = (kind: RuntimeKind, because: string): RuntimeDecision => ({name, runtime: kind, because})
  if (part.kind === 'service') return decideForService(part.service, decided)
  if (part.wish.image !== undefined) return decided('docker', 'the lab file names an image')
  if (runtime !== 'auto') return decided(runtime, 'the lab or a flag says so')
  const current = running.get(name)
  if (current !== undefined) return decided(current, 'it runs there already')
  const lacking = lackingPrograms(part, missing)
  if (lacking.length === 0) return decided('local', 'its programs are here')
  // Its image would be fetched for nobody: whoever wants it says so.
  if (part.component.optional === true && part.wish.because !== 'named')
    return decided('local', 'it is optional, and nobody named it')
  if (engine !== true) return decided('local', 'no container engine answers')
  const because = `${lacking.join(' and ')} is not on this machine, a container engine is`
  return {...decided('docker', because), isStandIn: true}
}

function decideForService(
  {program}: LabService,
  decided: (kind: RuntimeKind, because: string) => RuntimeDecision,
): RuntimeDecision {
  return program.kind === 'image'
    ? decided('docker', 'it is an image')
    : decided('local', 'a program of your own runs as a process')
}

function lackingPrograms(part: Extract<Part, {kind: 'component'}>, missing: readonly string[]): string[] {
  const names = part.component.needs.map((need): ProgramName | 'mvn' => ('program' in need ? need.program : 'mvn'))
  return [...new Set(names.filter(name => missing.includes(name)))]
}
