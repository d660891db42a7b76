import {execFileSync} from 'node:child_process'
import {expect, it} from 'vitest'
import {shellWord} from './shell-word.js'

it('leaves a plain word alone', () => {
  expect(['orders', '--topic', 'a=b', '/tmp/a.sql'].map(shellWord).join(' ')).toBe('orders --topic a=b /tmp/a.sql')
})

it.each(['', "it's", '$(id)', '`id`', 'a b', 'a\nb', '-x;y', '~', '*', '{a,b}', '#x', '"q"', 'é\\'])(
  'is to a shell the very text %j',
  text => {
    expect(execFileSync('sh', ['-c', `printf %s ${shellWord(text)}`], {encoding: 'utf8'})).toBe(text)
  },
)
