import {reasonOf, systemCode} from '../errors.js'
import {runToEnd} from '../platform/run-to-end.js'
import {no, type Patience, type ProbeTarget, type Verdict, yes} from './probe.js'

export async function askExec(
  [command, ...args]: readonly string[],
  {env = {}}: ProbeTarget,
  {timeoutMs, signal}: Patience,
): Promise<Verdict> {
  if (command === undefined) return no('there is no command to ask with')
  const tooLate = AbortSignal.timeout(timeoutMs)
  try {
    const ended = await runToEnd(command, args, {env, signal: AbortSignal.any([signal, tooLate])})
    if (tooLate.aborted) return no(`${command} did not end within ${timeoutMs} ms`)
    if (ended.exitCode === 0) return yes
    const lastWords = ended.output.trim().split('\n').at(-1) ?? ''
    return no(`${command} ends with ${ended.exitCode ?? ended.signal}${lastWords === '' ? '' : `: ${lastWords}`}`)
  } catch (error) {
    return no(systemCode(error) === 'ENOENT' ? `there is no program ${command}` : `${command}: ${reasonOf(error)}`)
  }
}
