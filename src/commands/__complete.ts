import {MsaCommand} from '../base-command.js'

/** Asked by the completion scripts at each press of the Tab key: `msa __complete -- WORDS…`. */
export default class Complete extends MsaCommand {
  static override hidden = true
  static override strict = false
  static override summary = 'Answer the completion scripts of the shells'
  static override examples = ['<%= config.bin %> __complete -- topic ta']

  async run() {
    const {completionAnswer} = await import('../ui/completion/answer.js')
    const words = this.argv[0] === '--' ? this.argv.slice(1) : this.argv
    await this.terminal.data(await completionAnswer(words, this.config.commands, () => this.place()))
  }
}
