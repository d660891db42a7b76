import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, expect, it} from 'vitest'
import {installByHand} from './install-by-hand.js'
import {planPlugins} from './install-plugin.js'

const root = mkdtempSync(join(tmpdir(), 'msa-install-'))
afterAll(() => rmSync(root, {recursive: true}))
const at = (name: string) => join(root, name)
mkdirSync(at('plugins/there'), {recursive: true})
mkdirSync(at('bundled/dbz-jdbc'), {recursive: true})
writeFileSync(at('my plugin.zip'), '')
writeFileSync(at('driver.jar'), '')

const places = {plugins: at('plugins'), bundled: [at('bundled')], env: {}}
const request = {into: undefined, replace: false}
const byHand = (word: string, more: {into?: string} = {}) =>
  planPlugins({...request, ...more, words: [word]}, places).flatMap(plugin => installByHand(plugin, {}))

it('unpacks a zip into a folder of its own', () => {
  expect(byHand(at('my plugin.zip'))).toEqual([
    `mkdir -p ${at('plugins/my-plugin')}`,
    `unzip -q '${at('my plugin.zip')}' -d ${at('plugins/my-plugin')}`,
  ])
})

it('adds a driver to a copy of the plugin that comes with msa', () => {
  expect(byHand(at('driver.jar'), {into: 'dbz-jdbc'})).toEqual([
    `mkdir -p ${at('plugins/dbz-jdbc')} && cp -R ${at('bundled/dbz-jdbc')}/. ${at('plugins/dbz-jdbc')}/`,
    `cp ${at('driver.jar')} ${at('plugins/dbz-jdbc')}/`,
  ])
})

it('lets Maven fetch coordinates with all that they need', () => {
  expect(byHand('org.x:y:1.0').join('\n')).toMatch(/org\.x:y:1\.0\nmvn .*-DoutputDirectory=\S+plugins\/y /)
})

it('plans nothing over what is there, unless it may be replaced', () => {
  mkdirSync(at('there'))
  const words = [at('there')]
  expect(() => planPlugins({...request, words}, places)).toThrow('the plugin there is installed already')
  expect(planPlugins({...request, words, replace: true}, places)).toMatchObject([{name: 'there', replaces: true}])
})
