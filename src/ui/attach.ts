import {isHangup} from '../errors.js'
import {takeDown} from '../lab/client/take-down.js'
import type {LabPlace} from '../lab/place.js'
import {logFiles} from '../logs/log-files.js'
import {showLogs} from '../logs/show-logs.js'
import {createReporter} from './progress/create-reporter.js'
import type {Terminal} from './terminal.js'
import {logLineView} from './views/log-line.js'

/** Shows what all components write until the signal, then stops the lab in order; with a terminal that is closed it goes on. */
export async function attach(place: LabPlace, terminal: Terminal, signal: AbortSignal): Promise<void> {
  const files = await logFiles(place.identity, [])
  const view = logLineView(
    files.map(({component}) => component),
    terminal.paint,
  )
  for await (const line of showLogs({files, tail: 0, follow: true, test: () => true}, signal)) {
    await terminal.data(view(line))
  }
  if (isHangup(signal.reason)) throw signal.reason
  const reporter = await createReporter(terminal, 'down', false)
  await takeDown({
    ...{place, env: process.env, asked: [], onState: reporter.state, force: false, volumes: false, dryRun: false},
    ...{signal: new AbortController().signal, approve: async () => undefined},
  }).finally(reporter.end)
}
