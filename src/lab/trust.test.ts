import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeEach, expect, it} from 'vitest'
import {catalogue} from './lab-file/catalogue.fixture.js'
import {loadLab} from './load-lab.js'
import {findLab} from './place.js'
import {requireTrust, trustLab} from './trust.js'

const folder = mkdtempSync(join(tmpdir(), 'trust-'))
const env = {MSA_HOME: join(folder, 'home')}
beforeEach(() => rmSync(env.MSA_HOME, {recursive: true, force: true}))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

const withService = (port: number, script = 'start') =>
  `version: 1\nservices: {mine: {npm: ${script}, port: ${port}}}\n`

async function load(text: string) {
  const file = join(folder, 'msa.yml')
  writeFileSync(file, text)
  const place = findLab({file, cwd: folder, env})
  return [await loadLab(place, catalogue, env, folder), place, env] as const
}

it('T30: programs of a lab file are refused with exit code 2 and shown, until the person agrees', async () => {
  const lab = await load(withService(8080))
  await expect(requireTrust(...lab)).rejects.toMatchObject({
    code: 'E_UNTRUSTED',
    oclif: {exit: 2},
    details: [`services.mine: npm run start in ${folder}`],
    suggestions: [expect.stringContaining('msa trust')],
  })
  await trustLab(...lab)
  await requireTrust(...lab)
})

it('T30: another program is asked again, another port is not', async () => {
  await trustLab(...(await load(withService(8080))))
  await requireTrust(...(await load(withService(8081))))
  await expect(requireTrust(...(await load(withService(8080, 'steal'))))).rejects.toMatchObject({code: 'E_UNTRUSTED'})
})

it.each(['path: ./x', 'image: "evil:1"', 'env: {LD_PRELOAD: ./x.so}', 'settings: {plugin.path: .}'])(
  'T30: a component with %s is asked for too',
  async line => {
    if (line.startsWith('path')) writeFileSync(join(folder, 'x'), '')
    await expect(requireTrust(...(await load(`version: 1\ncomponents: {kafka: {${line}}}\n`)))).rejects.toMatchObject({
      code: 'E_UNTRUSTED',
    })
  },
)

it('a lab without programs of its own needs no trust', async () => {
  await requireTrust(...(await load('version: 1\nuse: kafka\ncomponents: {kafka: {port: 1}}\n')))
})
