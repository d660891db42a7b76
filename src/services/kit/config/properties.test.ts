// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are Spring's placeholders
import {describe, expect, it} from 'vitest'
import {Configuration, perProperties} from './configuration.js'
import {parseDurationMs} from './duration.js'
import {changedKeys, Properties, type PropertyValue} from './properties.js'

const of = (values: Record<string, PropertyValue>, variables = {}) => new Properties([{name: 't', values}], variables)

describe('properties', () => {
  it('the first source that has a key wins, and the environment before all of them', () => {
    const sources = [
      {name: 'own', values: {a: 1}},
      {name: 'shared', values: {a: 2, b: 3, 'c.d-e': 4}},
    ]
    const properties = new Properties(sources, {C_DE: 'environment'})
    expect([properties.find('a'), properties.find('b'), properties.find('c.d-e')]).toEqual(['1', '3', 'environment'])
  })

  it.each(['failure-rate-threshold', 'failureRateThreshold', 'failure_rate_threshold', 'FAILURERATETHRESHOLD'])(
    '%s is the same key as the others',
    key => expect(of({failureRateThreshold: 50}).number(key, 0)).toBe(50),
  )

  it.each([
    ['${b}', 'value'],
    ['${b}:${b}', 'value:value'],
    ['${nobody:fallback}', 'fallback'],
    ['${nobody:}', ''],
    ['${nobody}', '${nobody}'],
    ['${nobody:${b}}', 'value'],
    ['${OUTSIDE}', 'from outside'],
    ['$b {b}', '$b {b}'],
  ])('%s is %j', (text, expected) => {
    expect(of({a: text, b: 'value'}, {OUTSIDE: 'from outside'}).find('a')).toBe(expected)
  })

  it('placeholders that run in circles come to an end', () => {
    expect(of({a: '${b}', b: '${a}'}).find('a')).toMatch(/^\$\{[ab]\}$/)
  })

  it('reads lists in both spellings', () => {
    expect(of({a: 'x, y'}).list('a')).toEqual(['x', 'y'])
    expect(of({'a[0]': 'x', 'a[1]': 'y'}).list('a')).toEqual(['x', 'y'])
    expect(of({}).list('a')).toEqual([])
  })

  it.each([
    ['yes', true],
    ['OFF', false],
    ['1', true],
  ])('the switch %s is %s', (text, expected) => expect(of({a: text}).flag('a', false)).toBe(expected))

  it.each(['TIME_BASED', 'time-based', 'timeBased', ' time_based '])(
    'the choice %j is one of Spring’s spellings',
    text => expect(of({a: text}).oneOf('a', ['COUNT_BASED', 'TIME_BASED'], 'COUNT_BASED')).toBe('TIME_BASED'),
  )

  it('says by name what is no number, duration, switch or choice', () => {
    expect(() => of({a: 'x'}).number('a', 0)).toThrow('a must be a number, not "x"')
    expect(() => of({a: '5 parsecs'}).durationMs('a', 0)).toThrow('a must be a duration')
    expect(() => of({a: 'perhaps'}).flag('a', true)).toThrow('a must be true or false')
    expect(() => of({a: 'x'}).oneOf('a', ['b', 'c'], 'b')).toThrow('a must be one of b, c, not "x"')
  })

  it.each([
    ['500', 500],
    ['500ms', 500],
    ['10s', 10_000],
    ['1.5m', 90_000],
    ['PT1M30S', 90_000],
    ['PT0.5S', 500],
    ['P1D', 86_400_000],
  ])('the duration %s is %d ms', (text, ms) => expect(parseDurationMs(text)).toBe(ms))

  it.each(['', 'P', 'PT', '10 parsecs', 's'])('%j is no duration', text => expect(parseDurationMs(text)).toBeNaN())

  it('tells which keys differ, those that came and went too', () => {
    expect(changedKeys(of({a: 1, b: 2, c: 3}), of({a: 1, b: 9, d: 4}))).toEqual(['b', 'c', 'd'])
    expect(changedKeys(of({a: '${b}', b: 1}), of({a: '${b}', b: 2}))).toEqual(['a', 'b'])
  })
})

describe('a configuration', () => {
  it('is the old one or the new one, and a failed refresh changes nothing', async () => {
    let answer: () => Record<string, PropertyValue> = () => ({a: 1})
    const configuration = new Configuration(async () => [{name: 't', values: answer()}], {a: 0, z: 9}, {})
    const heard: (readonly string[])[] = []
    configuration.onChange(() => Promise.reject(new Error('a listener that fails')))
    configuration.onChange(changed => void heard.push(changed))
    expect(await configuration.refresh()).toEqual(['a'])
    answer = () => {
      throw new Error('away')
    }
    await expect(configuration.refresh()).rejects.toThrow('away')
    expect(configuration.current.find('a')).toBe('1')
    answer = () => ({a: 2})
    expect(await configuration.refresh()).toEqual(['a'])
    expect(heard).toEqual([['a'], ['a']])
  })

  it('from which nothing follows after a refresh leaves what followed before, and that is said at once', async () => {
    let values: Record<string, PropertyValue> = {a: 1}
    const configuration = new Configuration(async () => [{name: 't', values}], {}, {})
    const said: string[] = []
    const number = perProperties(
      configuration,
      current => current.number('a', 0),
      message => said.push(message),
    )
    expect(number()).toBe(0)
    await configuration.refresh()
    expect(number()).toBe(1)
    values = {a: 'many'}
    await configuration.refresh()
    expect(said).toEqual(['a must be a number, not "many"; what was set before stays'])
    expect(number()).toBe(1)
    values = {a: 2}
    await configuration.refresh()
    expect(number()).toBe(2)
    expect(said).toHaveLength(1)
  })

  it('from which nothing follows at the start is an error', () => {
    const configuration = new Configuration(async () => [], {a: 'many'}, {})
    expect(() =>
      perProperties(
        configuration,
        current => current.number('a', 0),
        () => undefined,
      ),
    ).toThrow('a must be')
  })

  it('lets a value from the bus win until the end', async () => {
    const configuration = new Configuration(async () => [{name: 't', values: {a: 1}}], {}, {})
    expect(await configuration.override({a: 'bus'})).toEqual(['a'])
    await configuration.refresh()
    expect(configuration.current.find('a')).toBe('bus')
  })
})
