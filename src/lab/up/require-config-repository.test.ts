import {expect, it} from 'vitest'
import {catalogue} from '../../stacks/index.js'
import {parseLabFile} from '../lab-file.js'
import {partsOf} from '../tasks/members.js'
import {requireConfigRepository} from './require-config-repository.js'

function requireOf(text: string, without: readonly string[] = []): void {
  const lab = parseLabFile(text, '/nowhere/msa.yml', catalogue, {env: {}})
  requireConfigRepository(lab, partsOf(lab, catalogue, without))
}

it('a config server whose folder is not there is refused', () => {
  expect(() => requireOf('version: 1\nuse: course\n')).toThrow('/nowhere/config-repo is not there')
})

it('a folder that nobody reads may be missing', () => {
  expect(() => requireOf('version: 1\nuse: course\n', ['config'])).not.toThrow()
  const own = 'services: {config: {image: "mine:1", ports: {http: 8888}}}'
  expect(() => requireOf(`version: 1\nuse: course\n${own}\n`)).not.toThrow()
})

it.each(['SPRING_CLOUD_CONFIG_SERVER_GIT_URI', 'SPRING_CLOUD_CONFIG_SERVER_NATIVE_SEARCHLOCATIONS'])(
  'with %s the server reads from elsewhere',
  name => {
    const components = `components: {config: {env: {${name}: "file:/elsewhere"}}}`
    expect(() => requireOf(`version: 1\nuse: course\n${components}\n`)).not.toThrow()
  },
)

it.each(['spring.cloud.config.server.git.uri', 'spring.cloud.config.server.native.search-locations'])(
  'nor is the folder wanted where the setting %s names another place',
  name => {
    const components = `components: {config: {settings: {${name}: "file:/elsewhere"}}}`
    expect(() => requireOf(`version: 1\nuse: course\n${components}\n`)).not.toThrow()
  },
)
