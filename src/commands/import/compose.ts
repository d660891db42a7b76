import {Args, Flags} from '@oclif/core'
import {MsaCommand} from '../../base-command.js'

export default class ImportCompose extends MsaCommand {
  static override summary = 'Take the services of a Compose file over into a lab file'
  static override description =
    'Servers that msa has itself (Kafka, MariaDB, RabbitMQ …) become its components, other images become services. What is not carried over is listed with the reason; nothing is started.'
  static override examples = [
    {description: 'Into msa.yml here', command: '<%= config.bin %> <%= command.id %> docker-compose.yml'},
    {
      description: 'Into another file',
      command: '<%= config.bin %> <%= command.id %> compose.yml --output shop/msa.yml',
    },
  ]
  static override args = {file: Args.string({required: true, description: 'The Compose file'})}
  static override flags = {
    output: Flags.string({char: 'o', helpValue: 'FILE', summary: 'The lab file to write', default: 'msa.yml'}),
    'dry-run': Flags.boolean({summary: 'Only say what would be taken over'}),
  }

  async run() {
    const {args, flags} = await this.parse(ImportCompose)
    const [{importCompose}, {catalogue}, {importedLabView}] = await Promise.all([
      import('../../import/import-compose.js'),
      import('../../stacks/index.js'),
      import('../../ui/views/imported-lab.js'),
    ])
    const request = {
      file: args.file,
      output: flags.output,
      cwd: process.cwd(),
      env: process.env,
      dryRun: flags['dry-run'],
    }
    return this.print(await importCompose(request, catalogue), importedLabView)
  }
}
