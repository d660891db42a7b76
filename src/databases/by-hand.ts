import type {DatabaseTarget} from '../clients/mariadb.js'
import {shellWord} from '../platform/shell-word.js'

/** What a shell would hand to a file, such as `> dump.sql`, is written as it stands. */
const REDIRECTION = /^[<>] /

/** A command of MariaDB's own client, ready to paste. `--password` without a value asks for it: it is in no argument, and never shown. */
export function clientByHand(
  program: 'mariadb' | 'mariadb-dump',
  {host, port, user, database}: Omit<DatabaseTarget, 'password'>,
  words: readonly string[],
): string {
  const place = ['--host', host, '--port', String(port), '--user', user, '--password']
  const named = program === 'mariadb' && database !== undefined ? ['--database', database] : []
  return [program, ...[...place, ...named].map(shellWord), ...words.map(wordOrRedirection)].join(' ')
}

function wordOrRedirection(word: string): string {
  const [sign] = REDIRECTION.exec(word) ?? []
  return sign === undefined ? shellWord(word) : `${sign}${shellWord(word.slice(sign.length))}`
}
