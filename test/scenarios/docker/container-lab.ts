import {cpSync, mkdirSync, writeFileSync} from 'node:fs'
import {homedir} from 'node:os'
import {join} from 'node:path'
import type Docker from 'dockerode'
import {expect} from 'vitest'
import {type TestEngine, useEngine} from '../../fixtures/engine/engine.js'
import {openLab, type TestLab} from '../lab.js'

/** The cache of the machine holds the distributions; all else of a lab is its own. */
export const cache = process.env.MSA_CACHE_DIR ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'msa')

const configRepository = join(import.meta.dirname, '..', '..', '..', 'templates', 'lab', 'config-repo')

export interface ContainerLab extends TestLab {
  readonly engine: TestEngine
  /** Of this lab, running or not. */
  containers(): Promise<Docker.ContainerInfo[]>
  containerOf(name: string): Promise<Docker.Container>
  volumes(): Promise<string[]>
  ok(...argv: string[]): Promise<string>
}

/** A lab whose file is `text`, on the tests' own engine. */
export async function openContainerLab(text: string, options: {readonly keep?: boolean} = {}): Promise<ContainerLab> {
  const engine = await useEngine()
  const lab = await openLab(undefined, {...options, env: {MSA_CACHE_DIR: cache, DOCKER_HOST: engine.address}})
  mkdirSync(lab.folder, {recursive: true})
  writeFileSync(join(lab.folder, 'msa.yml'), `version: 1\n${text}`)
  cpSync(configRepository, join(lab.folder, 'config-repo'), {recursive: true})
  const ofLab = {label: [`msa.lab=${lab.id}`]}
  const containers = () => engine.docker.listContainers({all: true, filters: ofLab})
  return {
    ...lab,
    engine,
    containers,
    async containerOf(name) {
      const found = (await containers()).find(({Labels}) => Labels['msa.component'] === name)
      if (found === undefined) throw new Error(`${name} has no container`)
      return engine.docker.getContainer(found.Id)
    },
    async volumes() {
      const {Volumes} = await engine.docker.listVolumes({filters: ofLab})
      return (Volumes ?? []).map(({Name}) => Name)
    },
    async ok(...argv) {
      const ended = await lab.run(...argv)
      expect(ended.exitCode, `msa ${argv.join(' ')}: ${ended.stderr}`).toBe(0)
      return ended.stdout
    },
  }
}
