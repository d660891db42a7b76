import {Args, Flags} from '@oclif/core'
import {MsaCommand} from '../../base-command.js'

export default class ConnectorInstall extends MsaCommand {
  static override summary =
    'Install connectors into the lab: from a zip, a jar, a folder, or Maven coordinates; JDBC drivers too'
  static override strict = false
  static override args = {
    plugin: Args.string({
      ignoreStdin: true,
      required: true,
      summary: 'Paths, GROUP:ARTEFACT:VERSION, or OWNER/NAME:VERSION of the Confluent Hub (MSA_CONFLUENT_HUB)',
    }),
  }
  static override flags = {
    into: Flags.string({
      helpValue: 'PLUGIN',
      summary: 'Add it to this plugin: a driver for the connector that needs it',
    }),
    replace: Flags.boolean({summary: 'Put it in the place of one of that name'}),
    'dry-run': Flags.boolean({summary: 'Only say what would be put where'}),
    show: Flags.boolean({summary: 'Print the commands that do the same'}),
  }
  static override examples = [
    '<%= config.bin %> <%= command.id %> confluentinc-kafka-connect-jdbc-10.7.6.zip',
    '<%= config.bin %> <%= command.id %> io.debezium:debezium-connector-postgres:3.3.0.Final',
    '<%= config.bin %> <%= command.id %> org.postgresql:postgresql:42.7.4 --into dbz-jdbc',
  ]

  async run() {
    const {argv, flags} = await this.parse(ConnectorInstall)
    const [{installPlugins, planPlugins}, {installPlaces}, {installByHand}, {installedView, plannedPluginsView}] =
      await Promise.all([
        import('../../connectors/install/install-plugin.js'),
        import('../../connectors/install/install-places.js'),
        import('../../connectors/install/install-by-hand.js'),
        import('../../ui/views/installed-plugins.js'),
      ])
    const request = {words: argv.map(String), into: flags.into, replace: flags.replace}
    const places = installPlaces((await this.place()).identity, process.env)
    if (flags.show || flags['dry-run']) {
      const planned = planPlugins(request, places)
      if (flags.show) this.terminal.note(planned.flatMap(plugin => installByHand(plugin, process.env)).join('\n'))
      if (flags['dry-run']) return this.print(planned, plannedPluginsView)
    }
    return this.print(await installPlugins(request, places), installedView)
  }
}
