import {ChangeCommand} from '../change-command.js'

export default class Start extends ChangeCommand {
  static override summary = 'Start components of the running lab, and what they depend on'
  static override examples = [
    {description: 'One that was stopped or failed', command: '<%= config.bin %> start kafka'},
    {description: 'What would be started for it', command: '<%= config.bin %> start connect --dry-run'},
    {description: 'Two, for at most a minute', command: '<%= config.bin %> start kafka zipkin --timeout 60'},
  ]

  async run() {
    const {flags, argv} = await this.parse(Start)
    const {startComponents} = await import('../lab/client/change-lab.js')
    return this.change({asked: argv, flags, word: 'started'}, 'up', startComponents)
  }
}
