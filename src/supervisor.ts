/** The program that a lab's supervisor is: `node supervisor.js '{"id","name","dir"}'`, started detached by the first command that needs it. */
import {asError} from './lab/as-error.js'
import {supervise} from './lab/supervise.js'
import type {LabIdentity} from './runtimes/runtime.js'

const lab = JSON.parse(process.argv[2] ?? '{}') as LabIdentity
supervise(lab, process.env).then(
  () => process.exit(0),
  error => {
    // Read by whoever started it: `lab/supervisor-process.ts`.
    process.stderr.write(`${JSON.stringify({error: asError(error).toJSON()})}\n`)
    process.exit(1)
  },
)
