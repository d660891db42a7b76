import {expect, it} from 'vitest'
import {unknownCommand} from './unknown-command.js'

const commands = ['up', 'down', 'status', 'topic list', 'topic tail', 'connector add']

it.each([
  ['upp', '"msa upp" is not a command', 'msa up'],
  ['stats', '"msa stats" is not a command', 'msa status'],
  ['topic lst', '"msa topic lst" is not a command', 'msa topic list'],
  ['topic tial orders', '"msa topic tial" is not a command', 'msa topic tail'],
  ['conector add my.json', '"msa conector" is not a command', 'msa connector add'],
  ['frobnicate', '"msa frobnicate" is not a command', 'See all commands: msa --help'],
])('B02: msa %s', (line, message, first) => {
  const error = unknownCommand(line.split(' '), commands)
  expect(error).toMatchObject({code: 'E_COMMAND_UNKNOWN', message, oclif: {exit: 127}})
  expect(error.suggestions[0]).toBe(first)
})

it('lists what a topic knows when nothing is near', () => {
  expect(unknownCommand(['topic', 'xyzzy'], commands).details).toEqual(['msa topic knows: list, tail'])
})
