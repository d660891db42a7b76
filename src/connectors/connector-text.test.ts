import {describe, expect, it} from 'vitest'
import {parseConnector} from './connector-text.js'

const parse = (text: string) => parseConnector(text, 'my.json')
const config = {'connector.class': 'X', 'tasks.max': '1'}

describe('the forms in which a connector is written', () => {
  it.each([
    ['{"name":"a","config":{"connector.class":"X","tasks.max":"1"}}'],
    ['{"name":"a","config":{"connector.class":"X","tasks.max":1}}'],
    ['// course\n{"name":"a", /* here */ "config":{"connector.class":"X","tasks.max":"1"}}'],
    ['\ufeff{"name":"a","config":{"connector.class":"X","tasks.max":"1"}}'],
    ['name: a\nconfig:\n  connector.class: X\n  tasks.max: 1\n'],
    ['# course\nname: "a"\nconfig: {connector.class: X, tasks.max: "1"}'],
  ])('B82: {name, config}: %j', async text => {
    expect(await parse(text)).toEqual({name: 'a', config})
  })

  it.each([
    ['{"name":"a","connector.class":"X","tasks.max":"1"}'],
    ['name=a\nconnector.class=X\ntasks.max=1\n'],
    ['# course\n! too\n\nname = a\nconnector.class = X\ntasks.max: 1'],
    ['name: a\nconnector.class: X\ntasks.max: 1'],
  ])('B82: settings alone, the name among them: %j', async text => {
    expect(await parse(text)).toEqual({name: 'a', config: {...config, name: 'a'}})
  })

  it('keeps the digits and letters of what is no text', async () => {
    const {config} = await parse('{"a": 12345678901234567890, "b": 1.10, "c": true}')
    expect(config).toEqual({a: '12345678901234567890', b: '1.10', c: 'true'})
    expect((await parse('a: 1.10\nb: yes\nc: 010')).config).toEqual({a: '1.10', b: 'yes', c: '010'})
  })

  it("B91: leaves Connect's own placeholders alone", async () => {
    const line = `\${file:/etc/x.properties:password} $1 \${topic}`
    expect((await parse(`{"a":${JSON.stringify(line)}}`)).config.a).toBe(line)
    expect((await parse(`a=${line}`)).config.a).toBe(line)
  })
})

describe('what is wrong is told with its place', () => {
  it.each([
    ['B81', '', 'my.json: it is empty'],
    ['B81', ' \n\t', 'my.json: it is empty'],
    ['B81', '{\n  "a": "b",\n}', 'my.json:3:1: not JSON'],
    ['B81', '{"a": "b"', 'my.json:1:10: not JSON'],
    ['B81', '{"a": NaN}', 'my.json:1:7: not JSON'],
    ['B81', '{"a": "b" "c": "d"}', 'my.json:1:11: not JSON'],
    ['B81', '{"a": "b"} x', 'my.json:1:12: not JSON'],
    ['B81', '{"a": "1",\n "a": "2"}', 'my.json:2:2: "a" is there twice'],
    ['B81', 'a=1\na=2', 'my.json:2:3: "a" is there twice'],
    ['B81', 'a: 1\na: 2', 'my.json:2:1'],
    ['B82', '[1]', 'my.json:1:1: an object with the settings is expected'],
    ['B82', 'just words', 'my.json:1:1: settings (name: value) are expected'],
    ['B82', '- a\n- b', 'my.json:1:1: settings (name: value) are expected'],
    ['B83', '{"name":"a"}', 'my.json:1:2: "config" is missing'],
    ['B83', '{"name":"a","config":{}}', 'my.json:1:13: "config" must hold the connector\'s settings'],
    ['B83', '{"name":"a","config":"x"}', 'my.json:1:13: "config" must hold'],
    ['B83', '{"config":{"x":null}}', 'my.json:1:12: "x" must be a text or a number, not null'],
    ['B83', '{"config":{"x":{"y":"z"}}}', 'my.json:1:12: "x" must be a text or a number, not an object'],
    ['B83', '{"config":{"x":[1]}}', 'my.json:1:12: "x" must be a text or a number'],
    ['B83', '{"name":"a","config":{"x":"1"},"y":"2"}', 'my.json:1:32: "y" stands beside "config"'],
    ['B84', '{"name":"a","config":{"name":"b"}}', 'my.json:1:2: it has two names: "a" and, in its config, "b"'],
    ['B84', '{"name":{},"config":{"x":"b"}}', 'my.json:1:2: "name" must be a text'],
  ])('%s: %j', async (_id, text, message) => {
    await expect(parse(text)).rejects.toMatchObject({code: 'E_INPUT', message: expect.stringContaining(message)})
  })

  it('T27: keeps names such as __proto__ from being more than names', async () => {
    const {config} = await parse('{"__proto__":"x","constructor":"y"}')
    expect(Object.getPrototypeOf(config)).toBe(Object.prototype)
    expect(config.constructor).toBe('y')
  })
})
