import {MsaCommand} from '../base-command.js'

export default class Trust extends MsaCommand {
  static override summary = 'Agree to the programs that this lab file runs'
  static override description =
    'A lab file may come with a cloned repository. Its own programs, and what changes how servers run, are started only after you agreed to them once; a change of them is asked again.'
  static override examples = [
    {description: 'This lab', command: '<%= config.bin %> trust'},
    {description: 'Another one', command: '<%= config.bin %> trust --file ../shop/msa.yml'},
  ]

  async run() {
    await this.parse(Trust)
    const [{trustLab}, {loadLab}, {catalogue}, {trustView}] = await Promise.all([
      import('../lab/trust.js'),
      import('../lab/load-lab.js'),
      import('../stacks/index.js'),
      import('../ui/views/trust.js'),
    ])
    const place = await this.place()
    const lab = await loadLab(place, catalogue, process.env, process.cwd())
    return this.print(await trustLab(lab, place, process.env), trustView)
  }
}
