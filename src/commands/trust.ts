import {Flags} from '@oclif/core'
import {MsaCommand} from '../base-command.js'

export default class Trust extends MsaCommand {
  static override summary = 'Agree to the programs that this lab file runs'
  static override description =
    'A lab file may come with a cloned repository. Its own programs, and what changes how servers run, are started only after you agreed to them once; a change of them is asked again.'
  static override examples = [
    {description: 'This lab', command: '<%= config.bin %> trust'},
    {description: 'What that would be', command: '<%= config.bin %> trust --dry-run'},
    {description: 'Another one', command: '<%= config.bin %> trust --file ../shop/msa.yml'},
  ]

  static override flags = {'dry-run': Flags.boolean({summary: 'Only say what would be agreed to'})}

  async run() {
    const {flags} = await this.parse(Trust)
    const [{foreignPrograms, trustLab}, {loadLab}, {catalogue}, {trustView}] = await Promise.all([
      import('../lab/trust.js'),
      import('../lab/load-lab.js'),
      import('../stacks/index.js'),
      import('../ui/views/trust.js'),
    ])
    const place = await this.place()
    const lab = await loadLab(place, catalogue, process.env, process.cwd())
    const agreed = flags['dry-run'] ? foreignPrograms(lab) : await trustLab(lab, place, process.env)
    return this.print(agreed, programs => trustView(programs, flags['dry-run']))
  }
}
