import {resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {reasonOf} from '../../errors.js'
import type {Properties} from '../kit/config/properties.js'
import {down, up} from '../kit/health.js'
import type {Service, ServiceDefinition, ServiceParts} from '../kit/service.js'
import {findKeys} from './ciphers.js'
import {mountEncryption} from './encryption-routes.js'
import {mountEnvironments} from './environment-routes.js'
import {gitRepository} from './git-repository.js'
import {nativeRepository} from './native-repository.js'
import type {ConfigRepository} from './repository.js'

/** Spring Cloud Config's server: files of a folder or a git repository, `{cipher}` values decrypted on the way out. */
export const config: ServiceDefinition = {
  name: 'config-service',
  port: 8888,
  usesConfigServer: false,
  usesDiscovery: false,
  usesBus: true,
  // Part of a caller's trace; heartbeats and refreshes of their own would bury what matters.
  properties: {'management.tracing.sampling.probability': 0},
  setup,
}

function setup({configuration, health, log, bootstrap}: Service): ServiceParts {
  const repository = repositoryOf(configuration.current, bootstrap.variables)
  health.add('configServer', () =>
    repository.check().then(
      details => up(details),
      error => down(reasonOf(error)),
    ),
  )
  const keys = findKeys(
    () => configuration.current,
    message => log.warn(message),
  )
  return {
    routes(router) {
      mountEncryption(router, keys)
      mountEnvironments(router, {repository, findKeys: keys, log})
    },
  }
}

const prefix = 'spring.cloud.config.server'

function repositoryOf(
  properties: Properties,
  variables: Readonly<Record<string, string | undefined>>,
): ConfigRepository {
  const uri = properties.findAny(`${prefix}.git.uri`)
  if (uri !== undefined) {
    return gitRepository({uri, defaultLabel: properties.findAny(`${prefix}.git.default-label`), variables})
  }
  const location = properties.text(`${prefix}.native.search-locations`, 'config-repo')
  return nativeRepository(
    location.startsWith('file://') ? fileURLToPath(location) : resolve(location.replace(/^file:/, '')),
  )
}
