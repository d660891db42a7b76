import {existsSync} from 'node:fs'
import {MsaError} from '../../errors.js'
import {springVariable} from '../../stacks/spring-service.js'
import type {Lab} from '../lab.js'
import type {Part} from '../tasks/members.js'

/** Where the lab file sets one of these, as a variable or as a setting, the server reads from elsewhere. */
const otherPlace = /^SPRING_CLOUD_CONFIG_SERVER_(GIT_URI|NATIVE_SEARCH_?LOCATIONS)$/i

/** A config server without its folder never becomes ready, nor do those that ask it: told before anything starts. */
export function requireConfigRepository({file, config}: Lab, parts: readonly Part[]): void {
  // The built-in lab makes its own.
  if (file === undefined || !parts.some(readsRepository) || existsSync(config.repository)) return
  throw new MsaError('E_INPUT', `the configuration repository ${config.repository} is not there`, {
    details: ['the config server reads its files from there'],
    tryThis: [
      'Name the folder in the lab file: config: {repository: DIR}',
      'For this lab, until it is down: msa up --config-repo DIR',
      'Run without it: msa up --without config',
    ],
  })
}

function readsRepository(part: Part): boolean {
  if (part.kind === 'service' || !part.component.image.readsConfigRepository) return false
  const {env, settings} = part.wish
  const variables = [...Object.keys(env), ...Object.keys(settings).map(springVariable)]
  return !variables.some(name => otherPlace.test(name))
}
