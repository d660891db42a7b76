import {Flags} from '@oclif/core'
import {configRequest} from '../clients/config-requests.js'
import {type KeyFlags, SecretCommand} from '../secret-command.js'

export default class Decrypt extends SecretCommand {
  static override summary = "Decrypt a value or a file of Spring's config server, offline or on a server"
  static override description =
    'Takes the text with or without {cipher}, quotes and prefixes, from stdin, an argument or a prompt. Prints nothing on stdout when it fails. The format cannot prove that the key was right: it has no checksum.'
  static override examples = [
    {
      description: "The course's sample",
      command:
        'MSA_ENCRYPT_KEY=abcdefghijklmnopqrstuvwxyz0123456789 <%= config.bin %> <%= command.id %> 0c7649b1698b8df8337716a26eafba4a90499ea5df3eff8d8492abfe0fff978a',
    },
    {
      description: 'A whole file, for reading',
      command: '<%= config.bin %> <%= command.id %> --in config-repo/user-service.yml',
    },
  ]
  static override strict = false
  static override usage = '<%= command.id %> [TEXT] [flags]'
  static override flags = {
    ...SecretCommand.keyFlags,
    in: Flags.string({helpValue: 'FILE', summary: 'Print this file with its values decrypted'}),
    path: Flags.string({helpValue: 'KEY', summary: 'Only this value of the file', dependsOn: ['in']}),
    server: Flags.string({
      helpValue: 'URL',
      summary: 'Let this config server do it',
      exclusive: ['in', 'key-file', 'keystore'],
    }),
    show: Flags.boolean({summary: 'With --server: print the curl command that does the same', dependsOn: ['server']}),
  }

  async run(): Promise<unknown> {
    const {flags, argv} = await this.parse(Decrypt)
    if (flags.in !== undefined) return this.print({text: await this.fromFile(flags.in, flags)}, ({text}) => text)
    if (flags.show && flags.server !== undefined) await this.showServerRequests(flags.server, [configRequest.decrypt()])
    const {decryptGivenText} = await import('../secrets/given-text.js')
    const given = {words: argv.map(String), server: flags.server}
    const {text, notes} = await decryptGivenText(given, () => this.openCipher(flags), this.inputs())
    this.sayAll(notes)
    // A line end belongs to the text only where somebody reads it on a screen.
    return this.print({text}, facts => (process.stdout.isTTY ? `${facts.text}\n` : facts.text))
  }

  private async fromFile(file: string, flags: KeyFlags & {path?: string | undefined}): Promise<string> {
    const {decryptFile, decryptProperty} = await import('../secrets/decrypt-file.js')
    const cipher = await this.openCipher(flags)
    return flags.path === undefined ? decryptFile(file, cipher) : decryptProperty(file, flags.path, cipher)
  }
}
