import {Args} from '@oclif/core'
import {MsaCommand} from '../base-command.js'
import {type Shell, shells} from '../ui/completion/scripts.js'

export default class Completion extends MsaCommand {
  static override summary = 'Print the completion script of a shell'
  static override description =
    'Completes commands, flags, and the names of components, services, topics and connectors; silent while the lab is down.'
  static override examples = [
    {description: 'bash, for this session', command: 'source <(<%= config.bin %> completion bash)'},
    {
      description: 'zsh, for good',
      command: '<%= config.bin %> completion zsh > "$' + '{fpath[1]}/_msa"',
    },
    {
      description: 'fish, for good',
      command: '<%= config.bin %> completion fish > ~/.config/fish/completions/msa.fish',
    },
  ]
  static override args = {shell: Args.string({options: [...shells], required: true, description: 'Your shell'})}

  async run() {
    const {args} = await this.parse(Completion)
    const {completionScript} = await import('../ui/completion/scripts.js')
    const shell = args.shell as Shell
    return this.print({shell, script: completionScript(shell)}, ({script}) => script)
  }
}
