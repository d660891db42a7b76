// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Spring's placeholders
import {
  chmodSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it, onTestFinished} from 'vitest'
import {MsaError} from '../errors.js'
import {marked} from './cipher-text.js'
import {decryptFile} from './decrypt-file.js'
import {type EncryptFileRequest, encryptFile} from './encrypt-file.js'
import {decryptPasted} from './encrypt-text.js'
import {encryptGivenText} from './given-text.js'
import {chooseKeySource, keyText, readKey, readKeyFile} from './key-source.js'
import {rotateRepository} from './rotate.js'
import type {SecretInputs} from './secret-inputs.js'
import {symmetricCipher} from './spring-cipher.js'

const [oldCipher, newCipher] = [symmetricCipher('the-old-key-0123'), symmetricCipher('the-new-key-0123')]

function folder(files: Readonly<Record<string, string>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'msa-secrets-'))
  onTestFinished(() => rmSync(root, {recursive: true, force: true}))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(root, name), content, {mode: 0o600})
  return root
}

const encrypt = (path: string, more: Partial<EncryptFileRequest> = {}) =>
  encryptFile(
    {
      ...{path, which: {property: 'db.password', document: undefined}, force: false, unalias: false, dryRun: false},
      approve: async () => true,
      ...more,
    },
    async () => oldCipher,
  )

const yaml = '# kept\r\ndb:\r\n  password: s3cret # why\r\n  user: "root"\r\n'

describe('encrypting in a file', () => {
  it('changes the one value and no other byte, and brings back the same text (P17)', async () => {
    const path = join(folder({'user.yml': yaml}), 'user.yml')
    expect(await encrypt(path)).toMatchObject({encrypted: [{key: 'db.password', line: 3}], written: true})
    const after = readFileSync(path, 'utf8')
    expect(after.replace(/'\{cipher\}[0-9a-f]+'/, 's3cret')).toBe(yaml)
    expect(await decryptFile(path, oldCipher)).toMatch(/password: ['"]?s3cret['"]? # why\r\n/)
  })

  it('keeps mode, hard links and symbolic links (B68)', async () => {
    const root = folder({'user.yml': yaml})
    const [path, link, hard] = ['user.yml', 'link.yml', 'hard.yml'].map(name => join(root, name)) as [
      string,
      string,
      string,
    ]
    symlinkSync('user.yml', link)
    linkSync(path, hard)
    chmodSync(path, 0o640)
    await encrypt(link)
    expect(readlinkSync(link)).toBe('user.yml')
    expect(readFileSync(hard, 'utf8')).toContain('{cipher}')
    expect(statSync(path).mode & 0o777).toBe(0o640)
  })

  it('removes the plain text that a killed decryption of this file left, and nothing else (T16)', async () => {
    const killed = '.user.yml.4194999.ab12cd.tmp'
    const kept = {'.other.yml.4194999.ab12cd.tmp': '', [`.user.yml.${process.pid}.ab12cd.tmp`]: '', 'user.yml': yaml}
    const root = folder({...kept, [killed]: yaml})
    await encrypt(join(root, 'user.yml'))
    expect(readdirSync(root).sort()).toEqual(Object.keys(kept).sort())
  })

  it('refuses to encrypt twice unless told to (B75)', async () => {
    const path = join(folder({'user.yml': yaml}), 'user.yml')
    await encrypt(path)
    const once = readFileSync(path)
    await expect(encrypt(path)).rejects.toThrow('encrypted already')
    expect(readFileSync(path)).toEqual(once)
    await encrypt(path, {force: true})
    expect(readFileSync(path)).not.toEqual(once)
  })

  it('names the nearest key when there is none of that name', async () => {
    const path = join(folder({'user.yml': yaml}), 'user.yml')
    const error = await encrypt(path, {which: {property: 'db.pasword', document: undefined}}).catch(one => one)
    expect(error).toBeInstanceOf(MsaError)
    expect(error.details.join()).toContain('db.password')
  })

  it('of everything that looks like a secret asks first, and leaves what is none', async () => {
    const text = 'a.password: x\nb.token: y\nc.token-expiration: 5\nencrypt.key: z\nd.password: ${D}\ne.password: ""\n'
    const path = join(folder({'user.yml': text}), 'user.yml')
    let asked: readonly string[] = []
    const which = 'all' as const
    await encrypt(path, {
      which,
      approve: async found => {
        asked = found.map(({key}) => key)
        return false
      },
    })
    expect(asked).toEqual(['a.password', 'b.token'])
    expect(readFileSync(path, 'utf8')).toBe(text)
    expect(await encrypt(path, {which, dryRun: true})).toMatchObject({written: false})
    expect(readFileSync(path, 'utf8')).toBe(text)
    expect(await encrypt(path, {which})).toMatchObject({written: true})
    expect(readFileSync(path, 'utf8')).toMatch(
      /^a\.password: '\{cipher\}.*\nb\.token: '\{cipher\}.*\nc\.token-expiration: 5\n/,
    )
  })

  it.each([
    ['user.yml', 'p: {cipher}abc\n', 'Quote it'],
    ['user.properties', "p='{cipher}abc'\n", 'Do not quote'],
  ])('%s with a wrongly written cipher says how it is written (B76)', async (name, text, advice) => {
    const error = await encrypt(join(folder({[name]: text}), name)).catch(one => one)
    expect([error.message, ...error.suggestions].join(' ')).toContain(advice)
  })
})

it('a pasted cipher that names a key is decrypted by the only one there is, and that is noted (B77)', () => {
  const pasted = `'{cipher}{key:x}${oldCipher.encrypt('1234')}'`
  expect(decryptPasted(pasted, oldCipher)).toEqual({
    text: '1234',
    notes: ['there is one key, so {key:x} was ignored'],
  })
})

describe('decrypting a file', () => {
  it('reports all that fail, and touches nothing (B78)', async () => {
    const values = [
      oldCipher.encrypt('1'),
      newCipher.encrypt('2'),
      oldCipher.encrypt('3'),
      'zz',
      oldCipher.encrypt('5'),
    ]
    const text = values.map((value, index) => `k${index}: '${marked(value)}'\n`).join('')
    const path = join(folder({'user.yml': text}), 'user.yml')
    const error = await decryptFile(path, oldCipher).catch(one => one)
    expect(error.message).toContain('2 of 5')
    expect(error.details).toHaveLength(5)
    expect(readFileSync(path, 'utf8')).toBe(text)
    expect(JSON.stringify(error)).not.toContain(values[1])
  })
})

describe('rotating the key of a repository', () => {
  const files = () => ({
    'a.yml': `# a\np: '${marked(oldCipher.encrypt('one'))}'\nq: '${marked(`{key:x}${oldCipher.encrypt('two')}`)}'\n`,
    'b.properties': `p=${marked(oldCipher.encrypt('three'))}\n`,
    'plain.yml': 'a: 1\n',
  })
  const rotate = (root: string, dryRun = false) =>
    rotateRepository({folder: root, from: oldCipher, to: newCipher, dryRun})

  it('re-encrypts everything, prefixes kept, and finishes what was begun', async () => {
    const root = folder(files())
    expect(await rotate(root, true)).toMatchObject({written: false})
    await rotate(root)
    expect(await decryptFile(join(root, 'b.properties'), newCipher)).toBe('p=three\n')
    expect(readFileSync(join(root, 'a.yml'), 'utf8')).toContain('{cipher}{key:x}')
    const again = await rotate(root)
    expect(again.files.map(({state}) => state)).toEqual(['was rotated', 'was rotated'])
  })

  it('does nothing at all when one value cannot be decrypted', async () => {
    const root = folder({...files(), 'c.yml': `p: '${marked('00')}'\n`})
    const before = readFileSync(join(root, 'a.yml'))
    await expect(rotate(root)).rejects.toThrow('nothing was written')
    expect(readFileSync(join(root, 'a.yml'))).toEqual(before)
  })
})

describe('where the key comes from', () => {
  const nowhere = {keyFile: undefined, env: {}, labKeyFile: undefined, canPrompt: false}

  it.each([
    [{keyFile: 'k', env: {ENCRYPT_KEY: 'e'}, labKeyFile: 'l', canPrompt: true}, 'file'],
    [{env: {MSA_ENCRYPT_KEY: 'm', ENCRYPT_KEY: 'e'}, labKeyFile: 'l'}, 'variable'],
    [{labKeyFile: 'l', canPrompt: true}, 'lab'],
    [{canPrompt: true}, 'prompt'],
    [{}, 'nowhere'],
  ])('%j: %s', (places, from) => expect(chooseKeySource({...nowhere, ...places}).from).toBe(from))

  it('is told when there is none (B70)', async () => {
    const error = await readKey(chooseKeySource(nowhere), {}, async () => '').catch(one => one)
    expect(error.details[0]).toContain('--key-file')
    expect(error.details[0]).toContain('ENCRYPT_KEY')
  })

  it('a file that others can read is refused with the command that mends it (B71)', async () => {
    const path = join(folder({key: 'secret-key-of-mine'}), 'key')
    chmodSync(path, 0o644)
    const error = await readKeyFile(path).catch(one => one)
    expect(error.suggestions).toEqual([`chmod 600 ${path}`])
    expect(error.message).not.toContain('secret-key-of-mine')
  })

  it.each([
    ['', 'EMPTY_KEY'],
    ['\n', 'EMPTY_KEY'],
    ['\ufeff\r\n', 'EMPTY_KEY'],
    ['\xff\xfe', 'KEY_FORMAT'],
  ])('a file of %j is refused (B71)', async (content, failure) => {
    const root = folder()
    writeFileSync(join(root, 'key'), Buffer.from(content, content.startsWith('\xff') ? 'latin1' : 'utf8'), {
      mode: 0o600,
    })
    await expect(readKeyFile(join(root, 'key'))).rejects.toMatchObject({failure})
  })

  it('a folder, a missing file and one of 100 kB are no keys (B71)', async () => {
    const root = folder({big: 'x'.repeat(100_000)})
    for (const path of [root, join(root, 'missing'), join(root, 'big')]) {
      await expect(readKeyFile(path)).rejects.toBeInstanceOf(MsaError)
    }
  })

  it('loses one line end and a byte order mark, and says so', () => {
    expect(keyText('\ufeffkey\r\n', 'f')).toEqual({
      text: 'key',
      notes: ['the key in f is read without its byte order mark and the line end'],
    })
    expect(keyText('key \n\n', 'f').text).toBe('key \n')
  })
})

describe('text to encrypt', () => {
  const inputs = (stdin: string | Buffer): SecretInputs => ({
    env: {},
    isInteractive: false,
    readStdin: async () => Buffer.from(stdin),
    promptHidden: async () => 'typed',
    confirm: async () => true,
    labKeyFile: async () => undefined,
  })
  const given = {words: [] as string[], raw: false, 'allow-empty': false, force: false, bare: true, verify: false}
  const run = async (stdin: string | Buffer, more: Partial<typeof given> = {}) => {
    const {text, notes} = await encryptGivenText({...given, ...more}, async () => oldCipher, inputs(stdin))
    return {text: oldCipher.decrypt(text), notes}
  }

  it('from stdin loses one line end, told, unless it is raw (B74)', async () => {
    expect(await run('x\n')).toMatchObject({text: 'x', notes: [expect.stringContaining('line end')]})
    expect(await run('x\n\n')).toMatchObject({text: 'x\n'})
    expect(await run('x\n', {raw: true})).toEqual({text: 'x\n', notes: []})
  })

  it('from the arguments is noted to stand in the history (B72)', async () => {
    expect((await run('', {words: ['a', 'b']})).notes[0]).toContain('history')
  })

  it('that is empty, binary or encrypted already is refused (B73, B75)', async () => {
    await expect(run('')).rejects.toThrow('empty')
    expect(await run('', {'allow-empty': true})).toMatchObject({text: ''})
    await expect(run(Buffer.from([0xff, 0xfe, 0]))).rejects.toThrow('UTF-8')
    await expect(run('{cipher}00')).rejects.toThrow('encrypted already')
  })
})
