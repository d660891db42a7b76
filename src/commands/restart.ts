import {Flags} from '@oclif/core'
import {ChangeCommand} from '../change-command.js'

export default class Restart extends ChangeCommand {
  static override summary = 'Restart components; what depends on them goes on, or restarts with them'
  static override examples = [
    {description: 'One component', command: '<%= config.bin %> restart connect'},
    {description: 'And all that depend on it', command: '<%= config.bin %> restart zookeeper --with-dependents'},
    {description: 'Which these would be', command: '<%= config.bin %> restart kafka --with-dependents --dry-run'},
  ]
  static override flags = {
    ...ChangeCommand.flags,
    'with-dependents': Flags.boolean({summary: 'Also restart those that depend on them'}),
  }

  async run() {
    const {flags, argv} = await this.parse(Restart)
    const {restartComponents} = await import('../lab/client/change-lab.js')
    return this.change({asked: argv, flags, word: 'restarted'}, 'up', change =>
      restartComponents(change, flags['with-dependents']),
    )
  }
}
