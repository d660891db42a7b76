import type {DatabaseTarget} from '../clients/mariadb.js'
import {shellWord} from '../platform/shell-word.js'

/** A call of one of MariaDB's own programs: what is run, and what is shown of it. */
export interface ClientCall {
  readonly program: 'mariadb' | 'mariadb-dump'
  readonly words: readonly string[]
  /** Read from this file. */
  readonly input?: string | undefined
  /** Made first, for the output. */
  readonly folder?: string | undefined
  /** Written to this file. */
  readonly output?: string | undefined
}

/** Ready to paste. `--password` without a value asks for it: it is in no argument, and never shown. */
export function clientByHand(
  {program, words, input, output, folder}: ClientCall,
  {host, port, user}: Pick<DatabaseTarget, 'host' | 'port' | 'user'>,
): string {
  const place = ['--host', host, '--port', String(port), '--user', user, '--password']
  return [
    ...(folder === undefined ? [] : ['mkdir', '-p', '-m', '700', shellWord(folder), '&&']),
    program,
    ...[...place, ...words].map(shellWord),
    ...(input === undefined ? [] : ['<', shellWord(input)]),
    ...(output === undefined ? [] : ['>', shellWord(output)]),
  ].join(' ')
}
