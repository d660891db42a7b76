import {MsaCommand} from '../base-command.js'

export default class Ports extends MsaCommand {
  static override summary = 'Show every port of the lab, who holds it, and which component wants it'
  static override examples = [
    {description: 'All ports', command: '<%= config.bin %> ports'},
    {description: 'For a script', command: '<%= config.bin %> ports --json'},
  ]

  async run() {
    await this.parse(Ports)
    const [{labPorts}, {catalogue}, {portsView}] = await Promise.all([
      import('../lab/client/lab-ports.js'),
      import('../stacks/index.js'),
      import('../ui/views/ports.js'),
    ])
    const ports = await labPorts(await this.place(), catalogue, process.env, process.cwd())
    return this.print(ports, facts => portsView(facts, this.terminal.paint))
  }
}
