/** The command line's entry, called by `bin/run.js`. */
import {execute} from '@oclif/core'

/** `url` is that of the calling file: oclif finds the package from there. */
export async function main(url: string): Promise<void> {
  await execute({dir: url})
}
