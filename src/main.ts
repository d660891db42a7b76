/** The command line's entry, called by `bin/run.js`. */
import {execute, settings} from '@oclif/core'

/** `root` is the package's folder. */
export async function main(root: string): Promise<void> {
  // Else oclif looks for TypeScript, and complains that there is none, wherever NODE_ENV happens to be "development" or "test".
  settings.enableAutoTranspile = false
  await execute({dir: root})
}
