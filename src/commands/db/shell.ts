import {DatabaseCommand} from '../../database-command.js'

export default class DbShell extends DatabaseCommand {
  static override summary = "Talk to the lab's MariaDB in its own shell"
  static override enableJsonFlag = false
  static override examples = ['<%= config.bin %> <%= command.id %>']

  async run(): Promise<void> {
    const {flags} = await this.parse(DbShell)
    const {openShell} = await import('../../databases/client-program.js')
    await this.showByHand(flags, [])
    process.exitCode = await openShell(await this.target(flags), process.env)
  }
}
