import type {ConnectorConfig} from '../clients/connect.js'
import {MsaError} from '../errors.js'
import {parseLogLine} from '../logs/log-line.js'
import {readLogEnd} from '../logs/read-log.js'
import {pathExists} from '../platform/files.js'
import {diagnose} from './diagnosis/diagnose.js'
import type {Finding} from './finding.js'

const LINES = 500
/** What is longer ago has been mended, or will happen again. */
const RECENT_MS = 3 * 60_000
const DEATH = /^Terminating due to java\.lang\.(OutOfMemoryError\S*.*)/

/** The last words of a worker that ran out of memory: it ends then, and the next one knows nothing of it. Undefined where there are none of late. */
export async function outOfMemory(log: string | undefined, nowMs = Date.now()): Promise<string | undefined> {
  if (log === undefined || !pathExists(log)) return undefined
  const lines = await readLogEnd({component: 'connect', path: log}, LINES)
  const death = lines.findLastIndex(({text}) => DEATH.test(text))
  if (death < 0) return undefined
  // The line bears no time: it is not later than the first words of the next worker.
  const diedMs =
    lines
      .slice(death + 1)
      .map(ownTime)
      .find(atMs => atMs !== undefined) ?? nowMs
  return nowMs - diedMs > RECENT_MS ? undefined : DEATH.exec(lines[death]?.text ?? '')?.[1]
}

function ownTime({text}: {readonly text: string}): number | undefined {
  return parseLogLine('connect', text, undefined).atMs
}

/** A worker that is started anew after its death runs its connectors again, until the same one kills it: their state is RUNNING. */
export async function memoryFindings(
  log: string | undefined,
  name: string,
  config: ConnectorConfig,
): Promise<Finding[]> {
  const words = await outOfMemory(log)
  if (words === undefined) return []
  const {failure = 'out-of-memory', cause, fix} = diagnose(words, {name, config, topics: []})
  return [
    {
      failure,
      field: undefined,
      cause: `${cause} a moment ago and was started anew: of this connector, or of another`,
      fix,
    },
  ]
}

/** Says why nobody answers, where the worker's log knows it. */
export async function whyAway(error: unknown, log: string | undefined): Promise<unknown> {
  if (!(error instanceof MsaError) || error.code !== 'E_NOT_REACHABLE') return error
  const words = await outOfMemory(log)
  if (words === undefined) return error
  return new MsaError('E_FAILED', 'the worker ran out of memory, and is not there', {
    details: [words],
    tryThis: [
      'Give it more in the lab file (components: connect: memory: 1g), then: msa up connect',
      'msa logs connect --tail 20',
    ],
    cause: error,
  })
}
