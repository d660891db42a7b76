import {Flags} from '@oclif/core'
import {MsaCommand} from '../base-command.js'
import {nameArgument} from '../ui/flags.js'

export default class Open extends MsaCommand {
  static override summary = "Open a component's page in the browser"
  static override description =
    'Prints the address, too; only that where there is no browser, or the component has no page.'
  static override examples = [
    {description: 'The traces', command: '<%= config.bin %> open zipkin'},
    {description: 'Only the address', command: '<%= config.bin %> open rabbitmq --print'},
  ]
  static override args = {name: nameArgument({required: true, description: 'Component'})}
  static override flags = {print: Flags.boolean({summary: 'Print the address, open nothing'})}

  async run() {
    const {args, flags} = await this.parse(Open)
    const [{pageOf}, {openInBrowser}] = await Promise.all([
      import('../lab/client/page-of.js'),
      import('../platform/browser.js'),
    ])
    const page = await pageOf((await this.place()).identity, process.env, args.name)
    const opened = !flags.print && page.isPage && (await openInBrowser(page.url, process.env))
    return this.print({...page, opened}, ({url}) => `${url}\n`)
  }
}
