import type {Command} from '@oclif/core'
import type {CommandShape, FlagShape} from './complete.js'

/** The visible commands of oclif's manifest; no command is loaded for it. */
export function commandShapes(commands: readonly Command.Loadable[]): CommandShape[] {
  return commands
    .filter(command => !command.hidden)
    .flatMap(command =>
      [command.id, ...command.aliases].map(id => ({
        words: id.split(':'),
        summary: command.summary ?? '',
        flags: Object.values(command.flags)
          .filter(flag => !flag.hidden)
          .map(flagShape),
        args: Object.values(command.args)
          .filter(arg => !arg.hidden)
          .map(arg => ({name: arg.name, options: arg.options ?? []})),
      })),
    )
}

function flagShape(flag: Command.Flag.Cached): FlagShape {
  return {
    name: flag.name,
    char: flag.char,
    summary: (flag.summary ?? flag.description ?? '').split('\n')[0] ?? '',
    takesValue: flag.type === 'option',
    isRepeatable: flag.type === 'option' && flag.multiple === true,
    allowNo: flag.type === 'boolean' && flag.allowNo === true,
    options: flag.type === 'option' ? (flag.options ?? []) : [],
  }
}
