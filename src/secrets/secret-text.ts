import {MsaError} from '../errors.js'
import type {SecretInputs} from './secret-inputs.js'

export interface TextRequest {
  readonly words: readonly string[]
  /** Keep the last line end of stdin. */
  readonly raw: boolean
  readonly allowEmpty: boolean
  readonly question: string
}

export interface SecretText {
  readonly text: string
  readonly notes: readonly string[]
}

const maxBytes = 1 << 20

/** Text from the arguments (with a warning), from stdin, or from a hidden prompt. */
export async function readSecretText(request: TextRequest, inputs: SecretInputs): Promise<SecretText> {
  const given = await textGiven(request, inputs)
  if (given.text !== '' || request.allowEmpty) return given
  throw new MsaError('E_INPUT', 'the text is empty', {
    tryThis: ['Pipe it in: msa encrypt < secret.txt', 'If it is meant to be empty: --allow-empty'],
  })
}

async function textGiven({words, raw, question}: TextRequest, inputs: SecretInputs): Promise<SecretText> {
  if (words.length > 0 && !(words.length === 1 && words[0] === '-')) {
    return {
      text: words.join(' '),
      notes: ["the shell's history now has this text; pipe it in, or type it at the prompt"],
    }
  }
  if (inputs.isInteractive) return {text: await inputs.promptHidden(question), notes: []}
  const text = textOfStdin(await inputs.readStdin(maxBytes))
  const stripped = raw ? text : text.replace(/\r?\n$/, '')
  return {text: stripped, notes: stripped === text ? [] : ['left out the line end of the last line; --raw keeps it']}
}

function textOfStdin(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes)
  } catch (error) {
    throw new MsaError('E_INPUT', 'stdin is not UTF-8 text', {
      tryThis: ['Encode binary data first: base64 < file | msa encrypt'],
      cause: error,
    })
  }
}
