import {Flags} from '@oclif/core'
import {MsaCommand} from '../../base-command.js'

export default class ServiceList extends MsaCommand {
  static override summary = 'List the instances that are registered with discovery'
  static override aliases = ['service:ls']
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json']
  static override flags = {
    server: Flags.string({
      helpValue: 'URL',
      summary: "Eureka server to ask instead of the lab's own: http://localhost:8761/eureka",
    }),
    show: Flags.boolean({summary: 'Print the curl command that does the same'}),
  }

  async run() {
    const {flags} = await this.parse(ServiceList)
    const [{registeredInstances}, {urlOf}, {servicesView}] = await Promise.all([
      import('../../clients/discovery.js'),
      import('../../config/refresh-lab.js'),
      import('../../ui/views/services.js'),
    ])
    const base = flags.server?.replace(/\/+$/, '') ?? `${urlOf(await this.address('discovery'))}/eureka`
    if (flags.show) {
      const {curlLine} = await import('../../platform/curl.js')
      this.terminal.note(curlLine({method: 'GET', url: `${base}/apps`, headers: {accept: 'application/json'}}))
    }
    return this.print(await registeredInstances(base), servicesView)
  }
}
