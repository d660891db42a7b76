import {Args, Flags} from '@oclif/core'
import {DatabaseCommand} from '../../database-command.js'

export default class DbExport extends DatabaseCommand {
  static override summary = 'Write tables as SQL that can be imported again, or one as CSV or JSON'
  static override enableJsonFlag = false
  static override strict = false
  static override args = {table: Args.string({ignoreStdin: true, summary: 'Only these tables'})}
  static override flags = {
    format: Flags.option({options: ['sql', 'csv', 'json'] as const, default: 'sql' as const, summary: 'How'})(),
    output: Flags.string({char: 'o', helpValue: 'PATH', summary: 'Into this new file instead of stdout'}),
  }
  static override examples = [
    '<%= config.bin %> <%= command.id %> --output mydb.sql',
    '<%= config.bin %> <%= command.id %> users --format csv',
  ]

  async run(): Promise<void> {
    const {argv, flags} = await this.parse(DbExport)
    const {exportCall, exportTables} = await import('../../databases/export-tables.js')
    const write = (text: string) => this.terminal.data(text)
    const target = await this.target(flags)
    const tables = argv.map(String)
    await this.showByHand(flags, exportCall(target, tables, flags))
    await exportTables(target, tables, flags, write, process.env)
  }
}
