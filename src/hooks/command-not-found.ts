import type {Hook} from '@oclif/core'

/** `msa upp`: one block with the nearest command, exit code 127. */
const commandNotFound: Hook<'command_not_found'> = async function ({id, argv = [], config}) {
  const [{unknownCommand}, {errorBlock}, {createTerminal}] = await Promise.all([
    import('../ui/unknown-command.js'),
    import('../ui/error-block.js'),
    import('../ui/terminal.js'),
  ])
  const commands = config.commands.filter(command => !command.hidden).map(command => command.id.replaceAll(':', ' '))
  const words = [...id.split(':'), ...argv.filter(word => !word.startsWith('-'))]
  const error = unknownCommand(words, commands)
  const terminal = createTerminal()
  if (argv.includes('--json')) await terminal.data(`${JSON.stringify({error: error.toJSON()}, null, 2)}\n`)
  else terminal.note(errorBlock(error, terminal.paintNote))
  this.exit(error.oclif.exit)
}
export default commandNotFound
