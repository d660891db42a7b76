import {Args, Flags} from '@oclif/core'
import {DatabaseCommand} from '../../database-command.js'

export default class DbQuery extends DatabaseCommand {
  static override summary = "Run SQL against the lab's MariaDB: as a table, JSON or CSV"
  static override strict = false
  static override args = {
    sql: Args.string({ignoreStdin: true, summary: 'Statements; without any they are read from stdin'}),
  }
  static override flags = {
    input: Flags.string({char: 'i', helpValue: 'PATH', summary: 'Read the statements from this file; - is stdin'}),
    csv: Flags.boolean({exclusive: ['json'], summary: 'As CSV'}),
  }
  static override examples = [
    "<%= config.bin %> <%= command.id %> 'SELECT * FROM users'",
    "<%= config.bin %> <%= command.id %> 'SELECT * FROM orders' --json",
    '<%= config.bin %> <%= command.id %> --input changes.sql',
  ]

  async run() {
    const {argv, flags} = await this.parse(DbQuery)
    const [{runQuery, sqlOf}, {queryCsv, queryJson, queryView}, {readText, readAllStdin}, {statementCall}] =
      await Promise.all([
        import('../../databases/query.js'),
        import('../../ui/views/database.js'),
        import('../../databases/read-input.js'),
        import('../../databases/client-calls.js'),
      ])
    const isInteractive = process.stdin.isTTY === true
    const input = {
      words: argv.map(String),
      input: flags.input,
      isInteractive,
      readFile: readText,
      readStdin: readAllStdin,
    }
    const sql = await sqlOf(input)
    const target = await this.target(flags)
    await this.showByHand(flags, statementCall(target, sql))
    const results = await runQuery(target, sql)
    await this.print(results, flags.csv ? queryCsv : queryView)
    return queryJson(results)
  }
}
