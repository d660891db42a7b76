import {Args, Flags} from '@oclif/core'
import {DatabaseCommand} from '../../database-command.js'

export default class DbImport extends DatabaseCommand {
  static override summary = 'Read a file into the database: SQL of any size, or rows of CSV or JSON into a table'
  static override args = {
    file: Args.string({ignoreStdin: true, required: true, summary: 'File: .sql, .csv, .json, .ndjson'}),
  }
  static override flags = {
    table: Flags.string({char: 't', summary: 'Table for the rows; without it the name of the file'}),
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
    const isJson = /json$/.test(flags.format ?? args.file)
    if (!isJson) await this.showByHand(flags, importWords(args.file, flags))
    return this.print(await importFile(await this.target(flags), args.file, flags, process.env), importedView)
  }
}

/** The client reads SQL, and CSV by a statement; JSON it cannot. */
function importWords(
  file: string,
  {table, format}: {readonly table?: string | undefined; readonly format?: string | undefined},
) {
  const kind = format ?? file.split('.').at(-1)
  if (kind !== 'csv') return [`< ${file}`]
  const into = table ?? file.replace(/^.*\//, '').replace(/\.csv$/, '')
  const shape = `FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '"' IGNORE 1 LINES`
  return ['--local-infile', '--execute', `LOAD DATA LOCAL INFILE '${file}' INTO TABLE ${into} ${shape}`]
}
