import {fstatSync} from 'node:fs'
import {MsaError, reasonOf} from '../errors.js'

/** All of stdin, up to `maxBytes`; a longer or endless input is refused as soon as it is known to be longer. */
export async function readStdin(maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let total = 0
  try {
    if (fstatSync(0).isDirectory()) throw new Error('it is a folder')
    for await (const chunk of process.stdin) {
      total += (chunk as Buffer).length
      if (total > maxBytes) throw tooLong(maxBytes)
      chunks.push(chunk as Buffer)
    }
  } catch (error) {
    if (error instanceof MsaError) throw error
    throw new MsaError('E_INPUT', `cannot read stdin: ${reasonOf(error)}`, {
      tryThis: ['Pipe the text in, or give a file: < FILE'],
    })
  }
  return Buffer.concat(chunks)
}

function tooLong(maxBytes: number): MsaError {
  return new MsaError('E_INPUT', `stdin is longer than ${maxBytes / 1024} KiB`, {tryThis: ['Give a shorter text']})
}
