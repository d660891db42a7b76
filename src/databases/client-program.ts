import type {DatabaseTarget} from '../clients/mariadb.js'
import {MsaError} from '../errors.js'
import {withPrivateFile} from '../platform/private-file.js'
import {runInTerminal} from '../platform/run-in-terminal.js'
import {runWithFiles} from '../platform/run-with-files.js'
import {clientOptions} from './place.js'

/** MariaDB's own shell in this terminal. Resolves to its exit code. */
export function openShell(target: DatabaseTarget, env: NodeJS.ProcessEnv): Promise<number> {
  return withPrivateFile('my.cnf', clientOptions(target), options =>
    runInTerminal(['mariadb', `--defaults-extra-file=${options}`, ...databaseWord(target)], env),
  )
}

/** Runs a script of any size with all that the client understands, `DELIMITER` too. Stops at the first error. */
export function runScript(
  target: DatabaseTarget,
  path: string,
  env: NodeJS.ProcessEnv,
  initCommand?: string,
): Promise<void> {
  return withPrivateFile('my.cnf', clientOptions(target), async options => {
    const args = [
      `--defaults-extra-file=${options}`,
      '--batch',
      ...databaseWord(target),
      ...(initCommand === undefined ? [] : [`--init-command=${initCommand}`]),
    ]
    const {exitCode, stderr} = await runWithFiles('mariadb', args, {env, input: path})
    if (exitCode !== 0) throw scriptError(path, stderr)
  })
}

/** A dump that can be read in again. Of whole databases it drops and makes them anew. */
export function dump(
  target: DatabaseTarget,
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  output?: string,
): Promise<void> {
  return withPrivateFile('my.cnf', clientOptions(target), async options => {
    const args = [
      `--defaults-extra-file=${options}`,
      '--single-transaction',
      '--routines',
      '--triggers',
      '--hex-blob',
      ...words,
    ]
    const {exitCode, stderr} = await runWithFiles('mariadb-dump', args, {
      env,
      ...(output === undefined ? {} : {output}),
    })
    if (exitCode !== 0) throw scriptError('the dump', stderr)
  })
}

function databaseWord({database}: DatabaseTarget): string[] {
  return database === undefined ? [] : ['--database', database]
}

function scriptError(what: string, stderr: string): MsaError {
  const lines = stderr
    .trim()
    .split('\n')
    .filter(line => !/^(?:--------------|$)/.test(line))
  return new MsaError('E_FAILED', `MariaDB refused ${what}`, {
    details: lines.slice(-4),
    tryThis: ['Mend the line named above; what stands before it is done', 'See what is there: msa db tables'],
  })
}
