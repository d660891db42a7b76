import type {Workload} from '../../stacks/component.js'
import type {LabService, ServiceProgram} from '../lab.js'
import {hostOf, linkFrom} from './links.js'
import {applicationName, neighboursEnv, ownEnv} from './neighbours-env.js'
import type {Surroundings} from './surroundings.js'

/** The process of a person's own program, told where its neighbours are. */
export function ownServiceWorkload(task: string, service: LabService, around: Surroundings): Workload {
  const isImage = service.program.kind === 'image'
  const ports = isImage ? insidePorts(service, around.ports.get(task) ?? {}) : (around.ports.get(task) ?? {})
  const [main] = Object.values(ports)
  const [command, ...args] = commandOf(service.program, around)
  return {
    command,
    args,
    cwd: service.path,
    env: {
      ...(around.home === undefined || isImage ? {} : {HOME: around.home}),
      ...neighboursEnv({
        self: service.name,
        has: name => around.members.has(name),
        link: (name, port) => linkFrom(isImage ? 'docker' : 'local', around, name, port),
      }),
      ...ownEnv({
        ...{name: applicationName(service.name, around.catalogue), port: main},
        host: hostOf(task, service.name, around),
        ...(isImage ? {} : {listen: '127.0.0.1'}),
      }),
      ...portsEnv(ports),
      ...service.env,
    },
  }
}

function insidePorts({portsInside = {}}: LabService, ports: Readonly<Record<string, number>>): Record<string, number> {
  return {...ports, ...portsInside}
}

function portsEnv(ports: Readonly<Record<string, number>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [
      `PORT_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`,
      String(port),
    ]),
  )
}

function commandOf(program: ServiceProgram, {found}: Surroundings): readonly [string, ...string[]] {
  switch (program.kind) {
    case 'command':
      return program.command
    case 'npm':
      return ['npm', 'run', '--silent', program.script, ...(program.args.length === 0 ? [] : ['--', ...program.args])]
    case 'maven':
      return [program.tool, '--batch-mode', '--quiet', program.goal, ...program.args]
    case 'gradle':
      return [program.tool, '--console=plain', program.task, ...program.args]
    case 'jar':
      return [found.programs.get('java')?.path ?? 'java', '-jar', program.jar, ...program.args]
    case 'image':
      // Its own command, unless the lab file gives arguments for another one.
      return ['', ...program.args]
    default:
      return program satisfies never
  }
}
