import {ChangeCommand} from '../change-command.js'

export default class Stop extends ChangeCommand {
  static override summary = 'Stop components and those that depend on them; the lab runs on'
  static override examples = [
    {description: 'The broker, and Connect with it', command: '<%= config.bin %> stop kafka'},
    {description: 'What would be stopped with it', command: '<%= config.bin %> stop zookeeper --dry-run'},
    {description: 'The signals that do it', command: '<%= config.bin %> stop zipkin --show'},
  ]

  async run() {
    const {flags, argv} = await this.parse(Stop)
    const {stopComponents} = await import('../lab/client/change-lab.js')
    return this.change({asked: argv, flags, word: 'stopped'}, 'down', stopComponents)
  }
}
