import type {LabIdentity} from '../../runtimes/runtime.js'
import type {Component, Env} from '../../stacks/component.js'
import type {ComponentStatus} from '../protocol.js'
import {applicationName, neighboursEnv, ownEnv} from '../tasks/neighbours-env.js'
import {requireRunning} from './change-lab.js'

export interface ServiceEnv {
  readonly service: string | undefined
  readonly variables: Env
}

const here = {host: '127.0.0.1', listen: '127.0.0.1'}

/** The variables by which a program that is started by hand finds the running lab; with a service's name also its own. */
export async function serviceEnv(
  lab: LabIdentity,
  env: NodeJS.ProcessEnv,
  service: string | undefined,
  catalogue: readonly Component[],
): Promise<ServiceEnv> {
  const {components} = (await requireRunning(lab, env)).snapshot
  const find = (name: string) => components.find(({component, name: task}) => component === name || task === name)
  const variables = neighboursEnv({
    self: service,
    has: name => find(name) !== undefined,
    link: (name, port) => ({host: here.host, port: portOf(find(name), port)}),
  })
  const own =
    service === undefined
      ? {}
      : ownEnv({name: applicationName(service, catalogue), port: portOf(find(service), undefined), ...here})
  return {service, variables: {...variables, ...own}}
}

/** 0, "any free one", for a service that the lab does not know. */
function portOf(component: ComponentStatus | undefined, name: string | undefined): number {
  const ports = component?.ports ?? {}
  return (name === undefined ? Object.values(ports)[0] : ports[name]) ?? 0
}
