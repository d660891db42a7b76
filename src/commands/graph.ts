import {Flags} from '@oclif/core'
import {MsaCommand} from '../base-command.js'

export default class Graph extends MsaCommand {
  static override summary = 'Show who waits for whom, as text, Mermaid or JSON'
  static override examples = [
    {description: 'The graph of this lab', command: '<%= config.bin %> graph'},
    {description: 'For a README', command: '<%= config.bin %> graph --format mermaid'},
    {description: 'What made the last boot take so long', command: '<%= config.bin %> graph --timing'},
  ]
  static override flags = {
    format: Flags.option({
      options: ['text', 'mermaid'] as const,
      default: 'text' as const,
      summary: 'How it is drawn',
    })(),
    timing: Flags.boolean({summary: 'Times of the last boot, and its critical path'}),
  }

  async run() {
    const {flags} = await this.parse(Graph)
    const [{labGraph}, {catalogue}, {graphView}] = await Promise.all([
      import('../lab/client/lab-graph.js'),
      import('../stacks/index.js'),
      import('../ui/views/graph.js'),
    ])
    const graph = await labGraph(await this.place(), catalogue, process.env, process.cwd(), {timing: flags.timing})
    return this.print(graph, facts => graphView(facts, flags.format, this.terminal.paint))
  }
}
