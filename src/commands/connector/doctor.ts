import {Args, Flags} from '@oclif/core'
import {connectRequest} from '../../clients/connect-requests.js'
import {ConnectCommand} from '../../connect-command.js'

export default class ConnectorDoctor extends ConnectCommand {
  static override summary = 'Say in one line why a connector does nothing, and what to type'
  static override description =
    'Looks at its state, at the deepest useful cause of its trace, at what really is in its topics, and at what its database answers.'
  static override args = {name: Args.string({ignoreStdin: true, required: true, summary: 'Name of the connector'})}
  static override flags = {trace: Flags.boolean({summary: 'The whole trace, too'})}
  static override examples = [
    {description: 'Why it does nothing', command: '<%= config.bin %> <%= command.id %> my-sink-connect'},
    {description: 'With the whole trace', command: '<%= config.bin %> <%= command.id %> my-sink-connect --trace'},
  ]

  async run() {
    const {args, flags} = await this.parse(ConnectorDoctor)
    const [{examineConnector}, {doctorView}] = await Promise.all([
      import('../../connectors/doctor.js'),
      import('../../ui/views/added-connectors.js'),
    ])
    await this.showRequests(flags, [connectRequest.status(args.name), connectRequest.config(args.name)])
    const report = await examineConnector(await this.connect(flags), args.name, await this.doctorPlaces(flags))
    if (!report.healthy) process.exitCode = 3
    return this.print(report, doctorView({showTrace: flags.trace}))
  }
}
