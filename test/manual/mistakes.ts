import {commandOf, type TypedCommand} from './commands.js'
import type {Example} from './examples.js'

/** What is wrong with a call of msa: no such command, no such flag. */
export function mistakesOf({path, line, words}: Example, commands: readonly TypedCommand[]): string[] {
  const [first] = words
  if (first === undefined || first.startsWith('-') || first === '…') return []
  const command = commandOf(words, commands)
  if (command === undefined) {
    const isTopic = commands.some(known => known.words.startsWith(`${words.join(' ')} `))
    return isTopic ? [] : [`${path}:${line}: no command: msa ${words.join(' ')}`]
  }
  const end = words.indexOf('--')
  return (end === -1 ? words : words.slice(0, end))
    .filter(word => /^-{1,2}[A-Za-z]/.test(word))
    .map(word => word.replace(/[=[].*$/, ''))
    .filter(flag => !command.flags.has(flag))
    .map(flag => `${path}:${line}: msa ${command.words} has no flag ${flag}`)
}
