import {spawn} from 'node:child_process'
import {constants} from 'node:os'
import {MsaError, reasonOf, systemCode} from '../errors.js'

/** Runs a program in this terminal to its end; resolves to its exit code, 128 + the signal's number where one ended it. */
export function runInTerminal([command, ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  if (command === undefined)
    return Promise.reject(
      new MsaError('E_USAGE', 'no program to run', {
        tryThis: ['Put it after --: msa run user-service -- mvn spring-boot:run'],
      }),
    )
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {stdio: 'inherit', env})
    // Ctrl-C goes to the program, too, which has the terminal; how it ends is its own business.
    const ignore = () => undefined
    process.on('SIGINT', ignore)
    child.once('error', error => reject(notStarted(command, error)))
    child.once('exit', (code, signal) => {
      process.off('SIGINT', ignore)
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))
    })
  })
}

function notStarted(command: string, error: Error): MsaError {
  const why = systemCode(error) === 'ENOENT' ? 'no such program' : reasonOf(error)
  return new MsaError('E_INPUT', `cannot run ${command}: ${why}`, {tryThis: ['Check the name and PATH'], cause: error})
}
