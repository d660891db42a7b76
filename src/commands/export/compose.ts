import {Flags} from '@oclif/core'
import {MsaCommand} from '../../base-command.js'
import {nameFlag} from '../../ui/flags.js'

export default class ExportCompose extends MsaCommand {
  static override summary = 'Write the lab as a Compose file that boots without msa'
  static override description =
    'Configuration, secrets and the image of the services lie beside the file; no password stands in it. No engine is asked. What cannot be carried over is listed with the reason.'
  static override examples = [
    {description: 'Into the folder compose beside the lab file', command: '<%= config.bin %> <%= command.id %>'},
    {
      description: 'Elsewhere, in the place of an earlier one',
      command: '<%= config.bin %> <%= command.id %> --output deploy --force',
    },
    {description: 'Without Grafana', command: '<%= config.bin %> <%= command.id %> --without grafana'},
  ]
  static override flags = {
    output: Flags.string({char: 'o', helpValue: 'DIR', summary: 'Folder to write to; made when it is missing'}),
    force: Flags.boolean({summary: 'Replace what an earlier export has written'}),
    'dry-run': Flags.boolean({summary: 'Only say what would be written, and what could not be carried over'}),
    without: nameFlag({multiple: true, summary: 'Leave a component out; may be given several times'}),
    'port-offset': Flags.integer({min: 0, max: 64_000, summary: 'Add this to every port', helpValue: 'N'}),
  }

  async run() {
    const {flags} = await this.parse(ExportCompose)
    const [{exportCompose}, {thisMachine}, {exportedView}] = await Promise.all([
      import('../../export/export-compose.js'),
      import('../../ui/start-lab.js'),
      import('../../ui/views/exported.js'),
    ])
    const place = await this.place()
    const request = {
      ...{place, env: process.env, cwd: process.cwd(), output: flags.output, force: flags.force},
      dryRun: flags['dry-run'],
      given: {without: flags.without, portOffset: flags['port-offset']},
    }
    return this.print(await exportCompose(request, thisMachine(process.env)), exportedView)
  }
}
