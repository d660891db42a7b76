import {Args, Flags} from '@oclif/core'
import {DatabaseCommand} from '../../database-command.js'
import type {ClientCall} from '../../databases/by-hand.js'

export default class DbImport extends DatabaseCommand {
  static override summary = 'Read a file into the database: SQL of any size, or rows of CSV or JSON into a table'
  static override args = {
    file: Args.string({ignoreStdin: true, required: true, summary: 'File: .sql, .csv, .json, .ndjson'}),
  }
  static override flags = {
    table: Flags.string({char: 't', summary: 'Table for the rows; without it the name of the file'}),
    'dry-run': Flags.boolean({summary: 'Read and check the rows, and say how many would be added'}),
    format: Flags.option({options: ['sql', 'csv', 'json'] as const, summary: 'What the file is; told by its name'})(),
  }
  static override examples = [
    '<%= config.bin %> <%= command.id %> dump.sql',
    '<%= config.bin %> <%= command.id %> users.csv --table users',
  ]

  async run() {
    const {args, flags} = await this.parse(DbImport)
    const {importFile} = await import('../../databases/import-file.js')
    const {importedView} = await import('../../ui/views/imported.js')
    const care = {dryRun: flags['dry-run'], show: (call: ClientCall) => this.showByHand(flags, call)}
    return this.print(await importFile(await this.target(flags), args.file, flags, process.env, care), importedView)
  }
}
