import {execFileSync} from 'node:child_process'
import {describe, expect, it} from 'vitest'
import {type CommandShape, complete, type FlagShape} from './complete.js'
import {namesWithin} from './name-sources.js'
import {completionScript, shells} from './scripts.js'

const flag = (name: string, more: Partial<FlagShape> = {}): FlagShape => ({
  name,
  char: undefined,
  summary: `the ${name}`,
  takesValue: false,
  isRepeatable: false,
  allowNo: false,
  options: [],
  ...more,
})
const command = (words: string, more: Partial<CommandShape> = {}): CommandShape => ({
  words: words.split(' '),
  summary: `does ${words}`,
  flags: [],
  args: [],
  ...more,
})

const commands = [
  command('up', {
    args: [{name: 'names', options: []}],
    flags: [
      flag('without', {takesValue: true, isRepeatable: true}),
      flag('timeout', {takesValue: true, char: 't'}),
      flag('runtime', {takesValue: true, options: ['auto', 'local', 'docker']}),
      flag('dry-run'),
      flag('wait', {allowNo: true}),
    ],
  }),
  command('topic list'),
  command('topic tail', {args: [{name: 'topics', options: []}], flags: [flag('from', {takesValue: true})]}),
  command('connector status', {args: [{name: 'name', options: []}]}),
  command('completion', {args: [{name: 'shell', options: ['bash', 'zsh', 'fish']}]}),
]
const names: Record<string, string[]> = {
  component: ['kafka', 'mariadb'],
  without: ['never'],
  topic: ['orders', 'users'],
  connector: ['my-sink'],
}
const completed = async (line: string) =>
  (await complete(line.split(' '), commands, async kind => names[kind] ?? [])).map(({value}) => value)

describe('completion', () => {
  it.each([
    ['', ['completion', 'connector', 'topic', 'up']],
    ['co', ['completion', 'connector']],
    ['topic ', ['list', 'tail']],
    ['topic t', ['tail']],
    ['nothing ', []],
    ['up ', ['kafka', 'mariadb']],
    ['up kafka ', ['mariadb']],
    ['up -', ['--without', '--timeout', '--runtime', '--dry-run', '--wait', '--no-wait']],
    ['up --dry-run --timeout 5 --d', []],
    ['up --without kafka --w', ['--without', '--wait']],
    ['up --runtime ', ['auto', 'local', 'docker']],
    ['up --runtime d', ['docker']],
    ['up -t ', []],
    ['up --timeout 5 k', ['kafka']],
    ['up -- -', []],
    ['topic tail o', ['orders']],
    ['topic tail orders ', ['users']],
    ['topic tail --from end orders u', ['users']],
    ['connector status ', ['my-sink']],
    ['completion ', ['bash', 'zsh', 'fish']],
  ])('msa %s⇥', async (line, expected) => expect(await completed(line)).toEqual(expected))

  it('asks nobody for names while none are due', async () => {
    const found = await complete(['top'], commands, () => Promise.reject(new Error('asked')))
    expect(found.map(({value}) => value)).toEqual(['topic'])
  })
})

describe('names', () => {
  it('come within the budget or not at all', async () => {
    const hanging = {topic: () => new Promise<string[]>(() => undefined)}
    const startedAt = performance.now()
    expect(await namesWithin(hanging, 'topic', 50)).toEqual([])
    expect(performance.now() - startedAt).toBeLessThan(250)
  })

  it('are none when their server is down, or when nobody knows the kind', async () => {
    expect(await namesWithin({topic: () => Promise.reject(new Error('refused'))}, 'topic')).toEqual([])
    expect(await namesWithin({}, 'constructor')).toEqual([])
  })
})

describe('scripts', () => {
  it.each(shells)('%s asks msa __complete', shell => {
    expect(completionScript(shell)).toContain('msa __complete -- ')
  })

  it('bash offers what msa answers, with the word under the cursor last', () => {
    const script = `${completionScript('bash')}
msa() { local IFS=' '; printf 'orders\\tsummary\\n%s\\t\\n' "[$*]"; }
COMP_WORDS=(msa topic tail or); COMP_CWORD=3
_msa; printf '%s\\n' "\${COMPREPLY[@]}"`
    expect(execFileSync('bash', ['-c', script], {encoding: 'utf8'})).toBe('orders\n[__complete -- topic tail or]\n')
  })
})
