import {MsaError} from '../errors.js'
import type {Terminal} from './terminal.js'

/** Asks before something is deleted; where nobody can be asked, `--yes` must have said it. */
export function approveDeletion(flags: {readonly yes: boolean}, terminal: Terminal) {
  return async (what: string): Promise<void> => {
    if (flags.yes) return
    if (!terminal.stderrIsInteractive || !process.stdin.isTTY)
      throw new MsaError('E_USAGE', `${what} would be deleted, and nobody is here to be asked`, {
        tryThis: ['Delete without a question: --yes', 'Only look: --dry-run'],
      })
    const {promptYesNo} = await import('./prompt.js')
    if (await promptYesNo(`Delete ${what}?`)) return
    throw new MsaError('E_INTERRUPTED', 'nothing was deleted', {tryThis: ['Say yes next time, or use --yes']})
  }
}
