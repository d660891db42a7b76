/** Names that say "secret" at their end: `db.password`, `clientSecret`, `jwt-token`; not `token.expiration-time` or `password-encoder`. */
const endings =
  /(?:password|passwd|pwd|passphrase|passcode|secret|token|credentials?|apikey|accesskey|secretkey|privatekey|signingkey|storepass|keypass)$/

/** Keys that the config server itself needs before it can decrypt anything. */
const bootstrap = /^(?:encrypt|spring\.cloud\.config)\./

export function looksLikeSecret(key: string): boolean {
  const name =
    key
      .replace(/(?:\[[^\]]*\])+$/, '')
      .split('.')
      .at(-1) ?? ''
  return !bootstrap.test(key) && endings.test(name.replaceAll(/[-_ ]/g, '').toLowerCase())
}

/** A value that can be encrypted: not empty, not encrypted, not a placeholder for something elsewhere, not a switch. */
export function isPlainSecret(key: string, value: string): boolean {
  return (
    looksLikeSecret(key) &&
    value !== '' &&
    !value.startsWith('{cipher}') &&
    !value.includes('$' + '{') &&
    !/^(?:true|false)$/.test(value)
  )
}

/** Of a variable of an environment, whose name may also end as a key's. */
export function isSecretVariable(name: string): boolean {
  return looksLikeSecret(name) || /(?:^|_)(?:KEY|PASS)$/i.test(name)
}
