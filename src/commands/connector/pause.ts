import {ActionCommand} from '../../action-command.js'

export default class ConnectorPause extends ActionCommand {
  static override summary = 'Pause connectors: their tasks stay, and do nothing'
  static override examples = [
    {description: 'One', command: '<%= config.bin %> <%= command.id %> my-sink-connect'},
    {
      description: 'Two, and the requests that do it',
      command: '<%= config.bin %> <%= command.id %> my-source-connect my-sink-connect --show',
    },
  ]
  protected readonly action = 'pause'
}
