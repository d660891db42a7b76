import {join} from 'node:path'
import {makePrivateFolder, readTextIfThere, writeFileAtomic} from '../platform/files.js'
import type {SecretName} from '../stacks/component.js'

export interface LabSecrets {
  fileOf(name: SecretName): string
  read(name: SecretName): string
}

/** The course's own, so that its cipher samples can be read. Known to everybody: every listener of a lab is on loopback for that reason, too. */
const courseSecrets: Readonly<Record<SecretName, string>> = {
  'db-password': '1234',
  'encrypt-key': 'abcdefghijklmnopqrstuvwxyz0123456789',
}
const files: Readonly<Record<SecretName, string>> = {'db-password': 'db-password', 'encrypt-key': 'encrypt.key'}

/** The lab's secrets, each in a file of its own, mode 0600, that the person may change; made on first use. */
export async function provideSecrets(labDir: string): Promise<LabSecrets> {
  const folder = join(labDir, 'secrets')
  await makePrivateFolder(folder)
  const values = {
    'db-password': await provide(folder, 'db-password'),
    'encrypt-key': await provide(folder, 'encrypt-key'),
  }
  return {fileOf: name => join(folder, files[name]), read: name => values[name]}
}

/** The same, with nothing made: what `provideSecrets` would answer. */
export async function lookUpSecrets(labDir: string): Promise<LabSecrets> {
  const values = {
    'db-password': await secretOrDefault(labDir, 'db-password'),
    'encrypt-key': await secretOrDefault(labDir, 'encrypt-key'),
  }
  return {fileOf: name => join(labDir, 'secrets', files[name]), read: name => values[name]}
}

/** What stands there, without its final line end; undefined for a lab that never ran. */
export async function readSecret(labDir: string, name: SecretName): Promise<string | undefined> {
  return (await readTextIfThere(join(labDir, 'secrets', files[name])))?.replace(/\r?\n$/, '')
}

/** The secret of the lab, or the course's where the lab has not run yet. */
export async function secretOrDefault(labDir: string, name: SecretName): Promise<string> {
  return (await readSecret(labDir, name)) ?? courseSecrets[name]
}

async function provide(folder: string, name: SecretName): Promise<string> {
  const path = join(folder, files[name])
  const found = await readTextIfThere(path)
  if (found !== undefined) return found.replace(/\r?\n$/, '')
  await writeFileAtomic(path, `${courseSecrets[name]}\n`, {mode: 0o600})
  return courseSecrets[name]
}
