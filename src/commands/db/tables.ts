import {Args, Flags} from '@oclif/core'
import {DatabaseCommand} from '../../database-command.js'

export default class DbTables extends DatabaseCommand {
  static override summary = 'List tables, or the columns of those named'
  static override strict = false
  static override args = {table: Args.string({ignoreStdin: true, summary: 'Show the columns of these'})}
  static override flags = {all: Flags.boolean({char: 'a', summary: 'Of all databases'})}
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> users']

  async run() {
    const {argv, flags} = await this.parse(DbTables)
    const [{describeTables, listTables}, {tableDescriptionsView, tablesView}, {statementCall}, {sqlName}] =
      await Promise.all([
        import('../../databases/tables.js'),
        import('../../ui/views/database.js'),
        import('../../databases/client-calls.js'),
        import('../../databases/place.js'),
      ])
    const target = await this.target(flags)
    const columns = argv.map(table => `SHOW COLUMNS FROM ${sqlName(String(table))}`).join('; ')
    const tables = flags.all ? 'SELECT * FROM information_schema.tables' : 'SHOW TABLE STATUS'
    await this.showByHand(flags, statementCall(target, argv.length > 0 ? columns : tables))
    if (argv.length > 0) return this.print(await describeTables(target, argv.map(String)), tableDescriptionsView)
    return this.print(await listTables(target, flags.all), tablesView)
  }
}
