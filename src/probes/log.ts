import {readLastBytes} from '../platform/last-bytes.js'
import {no, type ProbeTarget, type Verdict, yes} from './probe.js'

/** A chatty program's line may be pushed out of sight by this much, no more: a question stays cheap. */
const lookBackBytes = 1024 * 1024

export async function askLog(pattern: string, {logFile, logFrom = 0}: ProbeTarget): Promise<Verdict> {
  if (logFile === undefined) return no('it has no log file to look into')
  const {text, size} = await readLastBytes(logFile, {from: logFrom, maxBytes: lookBackBytes})
  if (new RegExp(pattern, 'mu').test(text)) return yes
  return no(size === 0 ? 'it has written nothing to its log yet' : `no line of its log matches /${pattern}/ yet`)
}
