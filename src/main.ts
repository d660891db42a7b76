/** The command line's entry, called by `bin/run.js`. */
import {execute, settings} from '@oclif/core'

/** `url` is that of the calling file: oclif finds the package from there. */
export async function main(url: string): Promise<void> {
  // Else oclif looks for TypeScript, and complains that there is none, wherever NODE_ENV happens to be "development" or "test".
  settings.enableAutoTranspile = false
  await execute({dir: url})
}
