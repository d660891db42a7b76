import {Args, Flags} from '@oclif/core'
import {MsaCommand} from '../base-command.js'
import {presetNames} from '../lab/presets.js'

export default class Init extends MsaCommand {
  static override summary = 'Write a new lab: msa.yml, config-repo/ and connectors/'
  static override description =
    'Nothing that is there is ever overwritten. Without --preset the lab is the whole course.'
  static override examples = [
    {description: 'The whole course in this folder', command: '<%= config.bin %> init'},
    {description: 'Kafka and Connect only, in a new folder', command: '<%= config.bin %> init my-lab --preset kafka'},
    {description: 'What was written, for a script', command: '<%= config.bin %> init /tmp/lab --json'},
  ]
  static override args = {dir: Args.string({description: 'Folder of the lab; made when it is missing', default: '.'})}
  static override flags = {
    preset: Flags.option({options: presetNames, default: 'course' as const, summary: 'What the lab is made of'})(),
    'dry-run': Flags.boolean({summary: 'Only say what would be written'}),
  }

  async run() {
    const {args, flags} = await this.parse(Init)
    const [{initLab}, {newLabView}] = await Promise.all([
      import('../lab/init-lab.js'),
      import('../ui/views/new-lab.js'),
    ])
    return this.print(await initLab({folder: args.dir, preset: flags.preset, dryRun: flags['dry-run']}), newLabView)
  }
}
