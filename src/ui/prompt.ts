import inquirer from 'inquirer'
import {MsaError} from '../errors.js'

/** Nothing of the answer is shown. */
export function promptHidden(question: string): Promise<string> {
  return orInterrupted(
    ask()<{answer: string}>([{type: 'password', name: 'answer', message: question, mask: false}]).then(
      ({answer}) => answer,
    ),
  )
}

export function promptYesNo(question: string, byDefault = false): Promise<boolean> {
  return orInterrupted(
    ask()<{answer: boolean}>([{type: 'confirm', name: 'answer', message: question, default: byDefault}]).then(
      ({answer}) => answer,
    ),
  )
}

/** Questions stand on stderr, so that stdout stays data. */
function ask() {
  return inquirer.createPromptModule({output: process.stderr})
}

async function orInterrupted<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ExitPromptError') throw error
    throw new MsaError('E_INTERRUPTED', 'interrupted at the question', {tryThis: ['Run the command again']})
  }
}
