import {ActionCommand} from '../../action-command.js'

export default class ConnectorResume extends ActionCommand {
  static override summary = 'Let paused or stopped connectors go on'
  static override examples = [
    {description: 'One', command: '<%= config.bin %> <%= command.id %> my-sink-connect'},
    {
      description: 'What state they are in, changing nothing',
      command: '<%= config.bin %> <%= command.id %> my-source-connect my-sink-connect --dry-run',
    },
  ]
  protected readonly action = 'resume'
}
