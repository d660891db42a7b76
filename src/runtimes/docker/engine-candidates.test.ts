import {createHash} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import {type EngineSurroundings, engineCandidates} from './engine-candidates.js'

const metaOf = (name: string) =>
  `/home/ann/.docker/contexts/meta/${createHash('sha256').update(name).digest('hex')}/meta.json`

function candidates(
  env: NodeJS.ProcessEnv = {},
  files: Record<string, string> = {},
  more: Partial<EngineSurroundings> = {},
) {
  return engineCandidates({env, home: '/home/ann', platform: 'linux', read: path => files[path], ...more})
}

describe('where an engine may be', () => {
  it('is where DOCKER_HOST says, and nowhere else', () => {
    const config = {'/home/ann/.docker/config.json': '{"currentContext":"colima"}'}
    expect(candidates({DOCKER_HOST: 'unix:///own.sock'}, config)).toEqual([
      {address: 'unix:///own.sock', source: 'DOCKER_HOST'},
    ])
  })

  it('is where the current context says', () => {
    const files = {
      '/home/ann/.docker/config.json': '{"currentContext":"colima"}',
      [metaOf('colima')]: '{"Name":"colima","Endpoints":{"docker":{"Host":"unix:///colima.sock"}}}',
    }
    expect(candidates({}, files)).toEqual([{address: 'unix:///colima.sock', source: 'docker context "colima"'}])
  })

  it('prefers the context of DOCKER_CONTEXT, and reads it in DOCKER_CONFIG', () => {
    const files = {
      '/etc/docker-cli/config.json': '{"currentContext":"other"}',
      [metaOf('mine').replace('/home/ann/.docker', '/etc/docker-cli')]: '{"Endpoints":{"docker":{"Host":"unix:///m"}}}',
    }
    expect(candidates({DOCKER_CONTEXT: 'mine', DOCKER_CONFIG: '/etc/docker-cli'}, files)).toEqual([
      {address: 'unix:///m', source: 'docker context "mine"'},
    ])
  })

  it('says so when there is no such context, instead of taking another engine', () => {
    expect(candidates({DOCKER_CONTEXT: 'gone'})).toEqual([
      expect.objectContaining({source: 'docker context "gone"', problem: expect.stringContaining('no such context')}),
    ])
  })

  it('is at the usual sockets where nothing is named, the default context included', () => {
    const files = {'/home/ann/.docker/config.json': '{"currentContext":"default"}'}
    expect(candidates({XDG_RUNTIME_DIR: '/run/user/7'}, files).map(({address}) => address)).toEqual([
      'unix:///var/run/docker.sock',
      'unix:///run/user/7/docker.sock',
      'unix:///home/ann/.docker/run/docker.sock',
      'unix:///home/ann/.docker/desktop/docker.sock',
      'unix:///home/ann/.colima/default/docker.sock',
      'unix:///home/ann/.rd/docker.sock',
      'unix:///run/user/7/podman/podman.sock',
      'unix:///run/podman/podman.sock',
    ])
  })

  it('reads a broken configuration as none', () => {
    expect(candidates({}, {'/home/ann/.docker/config.json': '{"currentContext":'}).length).toBeGreaterThan(3)
  })

  it('is Docker Desktop’s pipe on Windows', () => {
    expect(candidates({}, {}, {platform: 'win32'})).toEqual([
      {address: 'npipe:////./pipe/docker_engine', source: 'Docker Desktop'},
    ])
  })

  it.each(['tcp://localhost:2375', 'tcp://127.0.0.1:2375', 'tcp://[::1]:2375'])(
    'may listen on loopback: %s',
    address => {
      expect(candidates({DOCKER_HOST: address})[0]?.problem).toBeUndefined()
    },
  )

  it.each(['ssh://ann@big', 'tcp://10.0.0.7:2375', 'tcp://localhost.example.org:2375'])(
    'cannot be on another machine, where no port of the lab could be reached: %s',
    address => {
      expect(candidates({DOCKER_HOST: address})[0]?.problem).toContain('another machine')
    },
  )

  it('has an address', () => {
    expect(candidates({DOCKER_HOST: '/var/run/docker.sock'})[0]?.problem).toContain('unix://')
  })
})
