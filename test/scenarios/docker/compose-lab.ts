import {execFile} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {environment} from '../lab.js'
import {requireMeans} from '../means.js'
import {type Ended, startMsa} from '../run-msa.js'

const run = promisify(execFile)
const longest = 200_000

/** A folder of its own, msa in it, and a Compose implementation on the same engine. */
export interface ComposeLab {
  readonly folder: string
  msa(...argv: string[]): Promise<Ended>
  /** In that folder below the lab's; its output. Rejects when it ends with a failure. */
  compose(folder: string, ...argv: string[]): Promise<string>
  close(): Promise<void>
}

export function composeLab(engine: {readonly address: string}, file?: object): ComposeLab {
  requireMeans('docker-compose')
  const home = mkdtempSync(join(tmpdir(), 'msa-compose-'))
  const folder = join(home, 'lab')
  mkdirSync(folder)
  if (file !== undefined) writeFileSync(join(folder, 'msa.yml'), JSON.stringify({version: 1, ...file}))
  const env = {...environment(home), DOCKER_HOST: engine.address, DOCKER_BUILDKIT: '0', COMPOSE_DOCKER_CLI_BUILD: '0'}
  return {
    folder,
    msa: (...argv) => startMsa(argv, {cwd: folder, env, stdin: ''}).ended,
    async compose(below, ...argv) {
      const {stdout} = await run('docker-compose', argv, {cwd: join(folder, below), env, timeout: longest})
      return stdout
    },
    async close() {
      rmSync(home, {recursive: true, force: true})
    },
  }
}
