import type {DatabaseTarget} from '../clients/mariadb.js'
import {MsaError} from '../errors.js'

/** The client's programs read the password from a file of mode 0600: an argument is seen by everybody on this machine. */
export function clientOptions({host, port, user, password}: DatabaseTarget): string {
  const quoted = password.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
  return `[client]\nprotocol=tcp\nhost=${host}\nport=${port}\nuser=${user}\npassword="${quoted}"\n`
}

/** Names of databases, tables and snapshots become words of SQL and of file names. */
export function checkName(kind: 'database' | 'table' | 'snapshot' | 'column', name: string): string {
  const pattern = kind === 'snapshot' ? /^[A-Za-z0-9][\w.-]{0,63}$/ : /^[\p{L}\p{N}_$][\p{L}\p{N}_$ .-]{0,63}$/u
  if (pattern.test(name) && !name.includes('..') && !/\s$/.test(name)) return name
  throw new MsaError('E_INPUT', `${JSON.stringify(name)} cannot be the name of a ${kind}`, {
    tryThis: [kind === 'snapshot' ? 'Use letters, digits, "-" and "_"' : 'See the names: msa db tables'],
  })
}

/** Quoted, so that a name is never more than a name. */
export function sqlName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}
