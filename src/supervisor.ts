/**
 * The program that a lab's supervisor is: `node supervisor.js '{"id","name","dir"}' [standby]`. On standby it waits for a word on stdin before it begins, and
 * ends where none comes: `platform/standby.ts`.
 */
import {closeSync, readFileSync} from 'node:fs'
import {asError} from './lab/as-error.js'
import {supervise} from './lab/supervise.js'
import {supervisorLogOf} from './lab/supervisor-log.js'
import {openLog} from './platform/daemon.js'
import type {LabIdentity} from './runtimes/runtime.js'

const [, , identity = '{}', mode] = process.argv
const lab = JSON.parse(identity) as LabIdentity
if (mode === 'standby') waitForTheWord()
supervise(lab, process.env).then(
  () => process.exit(0),
  error => {
    // Read by whoever started it: `lab/client/supervisor-process.ts`.
    process.stderr.write(`${JSON.stringify({error: asError(error).toJSON()})}\n`)
    process.exit(1)
  },
)

/** Nothing else has begun yet, so it may block. */
function waitForTheWord(): void {
  if (readFileSync(0, 'utf8') === '') process.exit(0)
  process.chdir(lab.dir)
  // A file that is opened takes the lowest free number (POSIX), which is the one just closed.
  for (const output of [process.stdout.fd, process.stderr.fd]) {
    closeSync(output)
    openLog(supervisorLogOf(lab))
  }
}
