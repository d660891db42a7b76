import {cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {packageRoot} from '../../platform/package-root.js'
import {servicesContext} from './services-image.js'

let folder: string

function write(path: string, content: string): void {
  mkdirSync(join(folder, path, '..'), {recursive: true})
  writeFileSync(join(folder, path), content)
}

function writePackage(path: string, dependencies: Readonly<Record<string, string>>): void {
  write(`${path}/package.json`, JSON.stringify({dependencies}))
  write(`${path}/index.js`, path)
}

/** An msa as it is installed: built services, and the packages that they import. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'msa-services-'))
  cpSync(join(packageRoot(), 'templates', 'services-image'), join(folder, 'templates', 'services-image'), {
    recursive: true,
  })
  write('package.json', '{"name": "msa"}')
  write('dist/services/gateway/main.cjs', 'gateway')
  write('dist/services/.compiled/gateway', 'of this machine')
  writePackage('node_modules/mariadb', {denque: '2', '@types/node': '20'})
  writePackage('node_modules/denque', {})
  writePackage('node_modules/typescript', {})
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

describe("the image of msa's own services", () => {
  it('is built from a base that the Dockerfile names', () => {
    expect(servicesContext(folder).baseImage).toMatch(/^node:\d+/)
  })

  it('holds the services and what they import, and nothing else', () => {
    const paths = [...servicesContext(folder).files.keys()]
    for (const path of ['Dockerfile', 'services/gateway/main.cjs', 'node_modules/denque/index.js'])
      expect(paths).toContain(path)
    expect(paths.filter(path => /typescript|\.compiled/.test(path))).toEqual([])
  })

  it('has the same name for the same content', () => {
    expect(servicesContext(folder).reference).toMatch(/^msa-services:.+-[0-9a-f]{12}$/)
    expect(servicesContext(folder).reference).toBe(servicesContext(folder).reference)
  })

  it.each(['dist/services/gateway/main.cjs', 'node_modules/denque/index.js', 'templates/services-image/Dockerfile'])(
    'has another name when %s changes',
    path => {
      const {reference} = servicesContext(folder)
      write(path, 'FROM node:22-slim\n# changed')
      expect(servicesContext(folder).reference).not.toBe(reference)
    },
  )
})
