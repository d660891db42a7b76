import {Help as OclifHelp} from '@oclif/core'

/** The few commands to begin with, for `msa` without arguments. */
const toBegin: readonly (readonly [command: string, does: string])[] = [
  ['msa up', 'boot the whole lab and wait until it is ready'],
  ['msa status', 'what runs, on which ports, since when'],
  ['msa open zipkin', "a component's page in the browser"],
  ['msa topic tail orders', 'records of a topic as they come'],
  ['msa logs -f', 'what all components write, in one stream'],
  ['msa down', 'stop everything; nothing is left'],
  ['msa init my-lab', 'a lab of your own: msa.yml, config-repo/, connectors/'],
  ['msa doctor', 'what is missing on this machine, and --fix'],
]

/** oclif's help, but that `msa` alone shows how to begin, and a command is not listed as a topic, too. */
export default class Help extends OclifHelp {
  override async showHelp(argv: string[]): Promise<void> {
    if (argv.length > 0) return super.showHelp(argv)
    const width = Math.max(...toBegin.map(([command]) => command.length))
    this.log(`${this.config.pjson.description}\n`)
    for (const [command, does] of toBegin) this.log(`  ${command.padEnd(width)}  ${does}`)
    this.log('\nAll commands: msa --help')
  }

  protected override get sortedTopics() {
    const commands = new Set(this.config.commands.map(({id}) => id))
    return super.sortedTopics.filter(({name}) => !commands.has(name))
  }
}
