import {describe, expect, it} from 'vitest'
import {type TypedCommand, typedCommands} from './manual/commands.js'
import {page, tableRows} from './manual/pages.js'

const commands = (await typedCommands()).filter(({isHidden}) => !isHidden)
const lacking = (flag: string) =>
  commands
    .filter(({flags}) => !flags.has(flag))
    .map(({words}) => words)
    .sort()

/** They look, or print, or wait; nothing is another one afterwards. */
const lookers = [
  'cache ls',
  'cache verify',
  'completion',
  'config get',
  'connector describe',
  'connector diff',
  'connector doctor',
  'connector list',
  'connector offsets',
  'connector plugins',
  'connector status',
  'connector translate',
  'connector validate',
  'db tables',
  'decrypt',
  'env',
  'events',
  'graph',
  'group describe',
  'group list',
  'logs',
  'open',
  'ports',
  'service list',
  'status',
  'topic describe',
  'topic list',
  'topic tail',
  'wait',
]
/** What they do is what was typed, to the letter, or a file that is made anew. */
const asTyped = ['check flow', 'db export', 'db query', 'db shell', 'run']

describe('every command', () => {
  it('has two examples in its help, or more', () => {
    expect(commands.filter(({examples}) => examples < 2).map(({words}) => words)).toEqual([])
  })

  it('that changes something has a dry run', () => {
    expect(lacking('--dry-run')).toEqual([...lookers, ...asTyped].sort())
  })

  it('that does something shows what does it by hand, or the manual says why not', () => {
    const excused = tableRows(page('docs/by-hand.md')).flatMap(([cell = '']) => namesIn(cell))
    expect(lacking('--show')).toEqual(excused.sort())
  })
})

/** `msa cache ls`, `verify`: the further words are of the same topic. */
function namesIn(cell: string): string[] {
  const codes = [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code.replace(/^msa /, ''))
  return codes.filter(words => commands.some((command: TypedCommand) => command.words === words))
}
