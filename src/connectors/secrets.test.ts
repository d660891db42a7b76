import {describe, expect, it} from 'vitest'
import {MsaError} from '../errors.js'
import {fillPlaceholders} from './fill-placeholders.js'
import {hiddenOf, MASK} from './hidden-config.js'
import {planConnector} from './plan-connector.js'
import {resolveConfig, type SecretSources} from './resolve-config.js'

const sources: SecretSources = {
  vars: new Map([['TOPIC', 'orders']]),
  env: {HOME: '/home/ann', API_TOKEN: 'env-canary'},
  secret: async name => ({'db-password': 'canary-1', other: 'canary-2'})[name],
  secretNames: async () => ['db-password', 'other'],
  decrypt: async ciphertext => `plain-${ciphertext}`,
}
const fill = async (text: string) => (await fillPlaceholders('key', text, sources)).text

describe('placeholders', () => {
  it('are filled from --var, the secrets of the lab, the environment', async () => {
    expect(await fill(`a \${TOPIC} \${db-password} \${secret:other} \${HOME}`)).toBe(
      'a orders canary-1 canary-2 /home/ann',
    )
  })

  it.each([
    `\${file:/etc/x.properties:password}`,
    `\${env:HOME}`,
    `\${vault:a/b:c}`,
    `\${topic}`,
    `kafka_\${topic}_\${timestamp}`,
    `\${source.db}`,
    '$1',
    `\${}`,
    'a$b',
  ])("B91: %s is Connect's own and passed on", async text => {
    expect(await fill(text)).toBe(text)
  })

  it('that nobody knows are an error with the key and the near name', async () => {
    await expect(fill(`\${db-pasword}`)).rejects.toMatchObject({
      code: 'E_INPUT',
      message: `key: nobody knows \${db-pasword}`,
      details: expect.arrayContaining(['did you mean "db-password"?']),
    })
    await expect(fill(`\${secret:HOME}`)).rejects.toThrow('nobody knows')
  })

  it('are filled once: what a secret holds is not looked at again', async () => {
    const nested = {...sources, secret: async () => `\${HOME}`}
    expect((await fillPlaceholders('k', `\${x}`, nested)).text).toBe(`\${HOME}`)
  })
})

describe('T14: secrets', () => {
  const written = {
    'connection.password': `\${db-password}`,
    'database.user': 'root',
    plain: '{cipher}abc',
    'connection.url': `jdbc:mariadb://h/db?password=\${secret:other}`,
    header: `\${API_TOKEN}`,
  }

  it('are resolved for the worker and hidden from everybody else, whatever the key is called', async () => {
    const {config, hidden} = await resolveConfig(written, sources)
    expect(config).toMatchObject({'connection.password': 'canary-1', plain: 'plain-abc', header: 'env-canary'})
    const shown = JSON.stringify(hidden.config(config))
    for (const secret of ['canary', 'plain-abc']) expect(shown).not.toContain(secret)
    expect(hidden.text('Access denied: canary-1 (https://u:pw@host/x?token=zz)')).toBe(
      `Access denied: ${MASK} (https://u:${MASK}@host/x?token=${MASK})`,
    )
  })

  it('are in no plan and in no error', async () => {
    const {config, hidden} = await resolveConfig(written, sources)
    const plan = planConnector({...config, 'connection.password': 'old-canary'}, config, hidden)
    expect(plan).toEqual({operation: 'update', changes: [{key: 'connection.password', from: MASK, to: MASK}]})
    const error = hidden.error(
      new MsaError('E_FAILED', 'no canary-1', {tryThis: ['use canary-2'], details: ['plain-abc']}),
    )
    expect(JSON.stringify(error)).not.toMatch(/canary|plain-abc/)
  })

  it('of a connector that runs are known by their names; placeholders of the worker may be seen', () => {
    const shown = hiddenOf({}).config({
      'connection.password': 'x',
      'ssl.key.password': `\${file:/a:b}`,
      'sasl.jaas.config': 'x',
      'api.token': 'x',
      'key.converter': 'K',
      'primary.key.fields': 'id',
      'empty.password': '',
    })
    expect(shown).toEqual({
      'connection.password': MASK,
      'ssl.key.password': `\${file:/a:b}`,
      'sasl.jaas.config': MASK,
      'api.token': MASK,
      'key.converter': 'K',
      'primary.key.fields': 'id',
      'empty.password': '',
    })
  })
})

describe('P22: what is sent', () => {
  const hidden = hiddenOf({})

  it('is nothing where nothing differs; the name that Connect adds is no difference', () => {
    expect(planConnector({a: '1', name: 'x'}, {a: '1'}, hidden)).toEqual({operation: 'unchanged', changes: []})
  })

  it('is told setting by setting', () => {
    expect(planConnector({a: '1', b: '2', name: 'x'}, {a: '9', c: '3'}, hidden).changes).toEqual([
      {key: 'a', from: '1', to: '9'},
      {key: 'b', from: '2', to: undefined},
      {key: 'c', from: undefined, to: '3'},
    ])
    expect(planConnector(undefined, {a: '1'}, hidden).operation).toBe('create')
  })
})
