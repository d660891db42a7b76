import {MsaError} from '../../errors.js'
import type {ConfigEntry} from '../../secrets/config-text.js'
import type {EncryptedFile} from '../../secrets/encrypt-file.js'
import type {SecretInputs} from '../../secrets/secret-inputs.js'
import {escapeLine} from '../escape.js'

export function encryptedFileView({file, encrypted, written}: EncryptedFile): string {
  if (encrypted.length === 0) return `${escapeLine(file)}: nothing looks like a secret that is not encrypted\n`
  const verb = written ? 'encrypted' : 'not encrypted'
  return encrypted.map(({key, line}) => `${escapeLine(file)}:${line}: ${escapeLine(key)} ${verb}\n`).join('')
}

interface Asking {
  readonly yes: boolean
  readonly 'dry-run': boolean
  readonly inputs: SecretInputs
  readonly say: (line: string) => void
}

/** Shows what would be encrypted, keys and never values, and asks; where nobody can be asked, `--yes` must have said it. */
export function approveSecrets(file: string, {yes, 'dry-run': dryRun, inputs, say}: Asking) {
  return async (found: readonly ConfigEntry[]): Promise<boolean> => {
    for (const {key, line} of found) say(`${escapeLine(file)}:${line}: ${escapeLine(key)} looks like a secret`)
    if (yes || dryRun) return true
    if (inputs.isInteractive) return inputs.confirm(`Encrypt ${found.length === 1 ? 'it' : `these ${found.length}`}?`)
    throw new MsaError('E_USAGE', 'nobody is here to be asked', {
      tryThis: ['Encrypt them without a question: --yes', 'Only look: --dry-run'],
    })
  }
}
