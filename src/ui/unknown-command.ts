import {MsaError} from '../errors.js'
import {nearest} from '../nearest.js'

/** The error for words that are no command: the nearest one, or those of the topic that the words begin with. */
export function unknownCommand(words: readonly string[], commands: readonly string[]): MsaError {
  const [first = ''] = words
  const siblings = commands.filter(command => command.startsWith(`${first} `))
  const near = siblings.length > 0 ? nearestSibling(words, siblings) : nearestCommand(words, commands)
  const shown = words.slice(0, siblings.length > 0 ? 2 : 1).join(' ')
  return new MsaError('E_COMMAND_UNKNOWN', `"msa ${shown}" is not a command`, {
    details: siblings.length > 0 && near === undefined ? [`msa ${first} knows: ${lastWords(siblings)}`] : [],
    tryThis: near === undefined ? ['See all commands: msa --help'] : [`msa ${near}`, 'See all commands: msa --help'],
  })
}

/** Within a topic only what comes after its name can be wrong. */
function nearestSibling([first = '', ...rest]: readonly string[], siblings: readonly string[]): string | undefined {
  const inner = siblings.map(command => command.slice(first.length + 1))
  const near = nearestCommand(rest, inner)
  return near === undefined ? undefined : `${first} ${near}`
}

/** What follows the command are its arguments, so shorter and shorter beginnings are tried. */
function nearestCommand(words: readonly string[], commands: readonly string[]): string | undefined {
  for (let count = Math.min(3, words.length); count > 0; count--) {
    const near = nearest(words.slice(0, count).join(' '), commands)
    if (near !== undefined) return near
  }
  return undefined
}

function lastWords(commands: readonly string[]): string {
  return commands.map(command => command.slice(command.indexOf(' ') + 1)).join(', ')
}
