import {createHash} from 'node:crypto'
import {join} from 'node:path'
import {MsaError} from '../errors.js'
import {makePrivateFolder, readTextIfThere, writeFileAtomic} from '../platform/files.js'
import type {Lab, LabComponent, LabService, ServiceProgram} from './lab.js'
import {type LabPlace, stateFolder} from './place.js'

/** One thing of a lab file that runs somebody's code, or changes how code runs. */
export interface Foreign {
  /** `services.orders` or `components.kafka`. */
  readonly path: string
  readonly runs: string
}

/**
 * A lab file may come with a cloned repository, and then its programs are a stranger's (threat T30). They run only after a one-time
 * `msa trust`, which is bound to exactly these programs: change one, and it is asked again; move a port, and it is not.
 */
export function foreignPrograms(lab: Lab): Foreign[] {
  return [
    ...lab.services.map(service => ({path: `services.${service.name}`, runs: serviceText(service)})),
    ...lab.components.flatMap(component => {
      const runs = componentText(component)
      return runs === '' ? [] : [{path: `components.${component.name}`, runs}]
    }),
  ]
}

export async function isTrusted(lab: Lab, place: LabPlace, env: NodeJS.ProcessEnv): Promise<boolean> {
  if (lab.file === undefined || foreignPrograms(lab).length === 0) return true
  return (await readTextIfThere(trustFile(place, env)))?.trim() === fingerprint(lab)
}

export async function trustLab(lab: Lab, place: LabPlace, env: NodeJS.ProcessEnv): Promise<readonly Foreign[]> {
  await makePrivateFolder(join(stateFolder(env), 'trusted'))
  await writeFileAtomic(trustFile(place, env), `${fingerprint(lab)}\n`)
  return foreignPrograms(lab)
}

/** Refuses (exit code 2) before anything is started. */
export async function requireTrust(lab: Lab, place: LabPlace, env: NodeJS.ProcessEnv): Promise<void> {
  if (await isTrusted(lab, place, env)) return
  throw new MsaError('E_UNTRUSTED', `${lab.file ?? 'the lab file'} runs programs that you have not agreed to`, {
    details: foreignPrograms(lab).map(({path, runs}) => `${path}: ${runs}`),
    tryThis: ['Read the lines above; if they are yours or you trust them: msa trust'],
  })
}

function trustFile(place: LabPlace, env: NodeJS.ProcessEnv): string {
  return join(stateFolder(env), 'trusted', place.identity.id)
}

function fingerprint(lab: Lab): string {
  const services = lab.services.map(({name, program, path, env, mounts}) => ({name, program, path, env, mounts}))
  const components = lab.components
    .filter(component => componentText(component) !== '')
    .map(({name, path, image, env, settings}) => ({name, path, image, env, settings}))
  return createHash('sha256').update(JSON.stringify({services, components})).digest('hex')
}

function serviceText({program, path, env, mounts}: LabService): string {
  const binds = (mounts?.binds ?? []).map(
    ({from, writable}) => `${writable === true ? 'writing to' : 'reading'} ${from}`,
  )
  return [programText(program), `in ${path}`, ...binds, ...namesText('with', env)].join(' ')
}

function componentText({path, image, env, settings}: LabComponent): string {
  return [
    ...(path === undefined ? [] : [`program ${path}`]),
    ...(image === undefined ? [] : [`image ${image}`]),
    ...namesText('environment', env),
    ...namesText('settings', settings),
  ].join(', ')
}

function namesText(what: string, values: Readonly<Record<string, string>>): string[] {
  const names = Object.keys(values)
  return names.length === 0 ? [] : [`${what} ${names.join(', ')}`]
}

/** As one would type it. */
export function programText(program: ServiceProgram): string {
  switch (program.kind) {
    case 'command':
      return program.command.join(' ')
    case 'npm':
      return ['npm run', program.script, ...program.args].join(' ')
    case 'maven':
      return [program.tool, program.goal, ...program.args].join(' ')
    case 'gradle':
      return [program.tool, program.task, ...program.args].join(' ')
    case 'jar':
      return ['java -jar', program.jar, ...program.args].join(' ')
    case 'image':
      return ['image', program.image, ...(program.entrypoint ?? []), ...program.args].join(' ')
    default:
      return program satisfies never
  }
}
