import {MsaError} from '../../errors.js'
import type {LabIdentity} from '../../runtimes/runtime.js'
import {namesOf} from '../up/plan.js'
import {requireRunning} from './change-lab.js'

export interface Page {
  readonly name: string
  readonly url: string
  /** False for addresses that no browser understands. */
  readonly isPage: boolean
}

/** The address of a running component, a page before anything else. */
export async function pageOf(lab: LabIdentity, env: NodeJS.ProcessEnv, asked: string): Promise<Page> {
  const {snapshot} = await requireRunning(lab, env)
  const [name = asked] = namesOf(snapshot.components, [asked])
  const urls = snapshot.components.find(component => component.name === name)?.urls ?? []
  const page = urls.find(({url}) => url.startsWith('http:')) ?? urls[0]
  if (page === undefined)
    throw new MsaError('E_INPUT', `${name} has no address to open`, {tryThis: ['See its ports: msa ports']})
  return {name, url: page.url, isPage: page.url.startsWith('http:')}
}
