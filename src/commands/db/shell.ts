import {DatabaseCommand} from '../../database-command.js'

export default class DbShell extends DatabaseCommand {
  static override summary = "Talk to the lab's MariaDB in its own shell"
  static override enableJsonFlag = false
  static override examples = [
    {description: 'In the database mydb', command: '<%= config.bin %> <%= command.id %>'},
    {description: 'In another one', command: '<%= config.bin %> <%= command.id %> --database mysql'},
  ]

  async run(): Promise<void> {
    const {flags} = await this.parse(DbShell)
    const [{openShell}, {shellCall}] = await Promise.all([
      import('../../databases/client-program.js'),
      import('../../databases/client-calls.js'),
    ])
    const target = await this.target(flags)
    await this.showByHand(flags, shellCall(target))
    process.exitCode = await openShell(target, process.env)
  }
}
