import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {MsaError} from '../../errors.js'
import {catalogue} from '../../stacks/index.js'
import {parseLabFile} from '../lab-file.js'
import {partsOf} from '../tasks/members.js'
import {requireJars} from './require-jars.js'

describe('a jar of the lab file', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'jars-'))
    writeFileSync(join(folder, 'built.jar'), '')
  })
  afterAll(() => rmSync(folder, {recursive: true, force: true}))

  const requireOf = (services: string, running: readonly string[] = []) => {
    const lab = parseLabFile(`version: 1\nservices: ${services}\n`, join(folder, 'msa.yml'), catalogue, {env: {}})
    requireJars(partsOf(lab, catalogue, []), running)
  }
  const failure = (services: string): MsaError => {
    try {
      requireOf(services)
    } catch (error) {
      if (error instanceof MsaError) return error
    }
    throw new Error('it was taken')
  }

  it('that is not built yet is told, with what builds it', () => {
    const error = failure('{greeter: {jar: target/greeter.jar}}')
    expect(error.message).toBe(`the jar ${join(folder, 'target/greeter.jar')} of greeter is not there`)
    expect(error.suggestions[0]).toBe(`Build it: cd ${folder} && mvn package`)
  })

  it('is told together with all others', () => {
    expect(failure('{one: {jar: one.jar}, two: {jar: two.jar}, three: {jar: built.jar}}').details).toHaveLength(2)
  })

  it('that is there, or runs already, is fine', () => {
    expect(() => requireOf('{greeter: {jar: built.jar}}')).not.toThrow()
    expect(() => requireOf('{greeter: {jar: gone.jar}}', ['greeter'])).not.toThrow()
  })
})
