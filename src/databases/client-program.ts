import type {DatabaseTarget} from '../clients/mariadb.js'
import {MsaError} from '../errors.js'
import {withPrivateFile} from '../platform/private-file.js'
import {runInTerminal} from '../platform/run-in-terminal.js'
import {runWithFiles} from '../platform/run-with-files.js'
import type {ClientCall} from './by-hand.js'
import {shellCall} from './client-calls.js'
import {clientOptions} from './place.js'

/** MariaDB's own shell in this terminal. Resolves to its exit code. */
export function openShell(target: DatabaseTarget, env: NodeJS.ProcessEnv): Promise<number> {
  return withPrivateFile({name: 'my.cnf', content: clientOptions(target), env}, options =>
    runInTerminal(argumentsOf(shellCall(target), options), env),
  )
}

/** Runs what reads a file or writes one, the password in a file of its own. */
export function runClient(target: DatabaseTarget, call: ClientCall, env: NodeJS.ProcessEnv): Promise<void> {
  const {input, output} = call
  return withPrivateFile({name: 'my.cnf', content: clientOptions(target), env}, async options => {
    const [program = '', ...args] = argumentsOf(call, options)
    const files = {...(input === undefined ? {} : {input}), ...(output === undefined ? {} : {output})}
    const {exitCode, stderr} = await runWithFiles(program, args, {env, ...files})
    if (exitCode !== 0) throw scriptError(input ?? 'the dump', stderr)
  })
}

function argumentsOf({program, words}: ClientCall, options: string): string[] {
  return [program, `--defaults-extra-file=${options}`, ...words]
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
