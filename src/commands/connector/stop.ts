import {ActionCommand} from '../../action-command.js'

export default class ConnectorStop extends ActionCommand {
  static override summary = 'Stop connectors: their tasks end, settings and offsets stay'
  static override examples = [
    {description: 'One', command: '<%= config.bin %> <%= command.id %> my-sink-connect'},
    {
      description: 'Wait longer for its tasks to end',
      command: '<%= config.bin %> <%= command.id %> my-source-connect --timeout 2m',
    },
  ]
  protected readonly action = 'stop'
}
