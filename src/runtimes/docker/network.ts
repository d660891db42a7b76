import type Docker from 'dockerode'
import {MsaError} from '../../errors.js'
import type {LabIdentity} from '../runtime.js'
import {isNotFound, statusOf} from './engine-error.js'
import {label, labLabels, labPrefix} from './labels.js'

export interface LabNetwork {
  readonly name: string
  /** The machine's own address in it, and whom it is for (CIDR). */
  readonly gateway: string
  readonly subnet: string
}

/** The lab's one network; made when it is missing. */
export async function ensureNetwork(docker: Docker, lab: LabIdentity): Promise<LabNetwork> {
  const there = await findNetwork(docker, lab)
  if (there !== undefined) return there
  try {
    await docker.createNetwork({Name: labPrefix(lab), Driver: 'bridge', CheckDuplicate: true, Labels: labLabels(lab)})
  } catch (error) {
    // Somebody else made it in the same moment.
    if (statusOf(error) !== 409) throw error
  }
  const made = await findNetwork(docker, lab)
  if (made !== undefined) return made
  throw new MsaError('E_FAILED', `the network ${labPrefix(lab)} of the lab has no address`, {
    tryThis: [`Look at it: docker network inspect ${labPrefix(lab)}`, `Remove it: docker network rm ${labPrefix(lab)}`],
  })
}

/** By its label; one of its name that msa did not make is refused. */
async function findNetwork(docker: Docker, lab: LabIdentity): Promise<LabNetwork | undefined> {
  const name = labPrefix(lab)
  const named = (await docker.listNetworks({filters: {name: [name]}})).filter(({Name}) => Name === name)
  const found = named.find(({Labels}) => Labels?.[label.lab] === lab.id)
  if (found === undefined && named.length > 0) throw nameTaken(name)
  const {Gateway: gateway, Subnet: subnet} = found?.IPAM?.Config?.find(({Gateway}) => Gateway !== undefined) ?? {}
  // Some engines write the gateway with its prefix.
  return gateway === undefined || subnet === undefined
    ? undefined
    : {name, gateway: gateway.replace(/\/.*$/, ''), subnet}
}

/** Only what carries the lab's label. */
export async function removeNetwork(docker: Docker, lab: LabIdentity): Promise<void> {
  const own = await docker.listNetworks({filters: {label: [`${label.lab}=${lab.id}`]}})
  for (const {Id} of own)
    await docker
      .getNetwork(Id)
      .remove()
      .catch((error: unknown) => {
        if (!isNotFound(error)) throw error
      })
}

function nameTaken(name: string): MsaError {
  return new MsaError('E_FAILED', `a network named ${name} is there already, and msa did not make it`, {
    tryThis: [
      `Remove it if nobody needs it: docker network rm ${name}`,
      'Or give the lab another name: name: in msa.yml',
    ],
  })
}
