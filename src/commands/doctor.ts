import {Flags} from '@oclif/core'
import {MsaCommand} from '../base-command.js'

export default class Doctor extends MsaCommand {
  static override summary =
    'Look at this machine: what is there, what is missing or too old, who holds which port, memory, disk'
  static override description =
    'Ends with 3 when a check fails. --fix installs missing programs with the system package manager, whose command is shown first, and fetches missing distributions. No service of the packages is started, now or at the next boot.'
  static override examples = [
    {description: 'Look', command: '<%= config.bin %> doctor'},
    {description: 'Install what is missing without a question', command: '<%= config.bin %> doctor --fix --yes'},
    {description: 'For a script', command: '<%= config.bin %> doctor --json'},
  ]
  static override flags = {
    fix: Flags.boolean({summary: 'Install and fetch what is missing'}),
    'dry-run': Flags.boolean({summary: 'Only say what --fix would run', dependsOn: ['fix']}),
    yes: Flags.boolean({char: 'y', summary: 'Do not ask', dependsOn: ['fix']}),
  }

  async run() {
    const {flags} = await this.parse(Doctor)
    const [{runDoctor}, {doctorView}] = await Promise.all([
      import('../ui/run-doctor.js'),
      import('../ui/views/doctor.js'),
    ])
    const diagnosis = await runDoctor(
      {place: await this.place(), fix: flags.fix, dryRun: flags['dry-run'], signal: this.interrupt()},
      {terminal: this.terminal, isQuiet: this.jsonEnabled(), yes: flags.yes},
    )
    if (!diagnosis.ok) process.exitCode = 3
    return this.print(diagnosis, facts => doctorView(facts, this.terminal.paint))
  }
}
