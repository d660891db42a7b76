import {Flags} from '@oclif/core'
import {configRequest} from '../clients/config-requests.js'
import {type KeyFlags, SecretCommand} from '../secret-command.js'

export default class Encrypt extends SecretCommand {
  static override summary = "Encrypt a value as Spring's config server does, offline, on a server, or in its file"
  static override description =
    'The text comes from stdin or a hidden prompt. The key comes from --key-file, MSA_ENCRYPT_KEY, ENCRYPT_KEY, the lab, or a hidden prompt; never from an argument.'
  static override examples = [
    {
      description: 'A value for a YAML file',
      command: 'echo 1234 | <%= config.bin %> <%= command.id %> --key-file encrypt.key',
    },
    {
      description: 'In its place, comments and order kept',
      command:
        '<%= config.bin %> <%= command.id %> --in config-repo/user-service.yml --path spring.datasource.password',
    },
    {
      description: 'Everything that looks like a secret',
      command: '<%= config.bin %> <%= command.id %> --in config-repo/application.yml --all',
    },
  ]
  static override strict = false
  static override usage = '<%= command.id %> [TEXT…] [flags]'
  static override flags = {
    ...SecretCommand.keyFlags,
    bare: Flags.boolean({summary: 'Without {cipher} in front'}),
    raw: Flags.boolean({summary: 'Keep the line end at the end of stdin'}),
    'allow-empty': Flags.boolean({summary: 'Encrypt an empty text'}),
    force: Flags.boolean({summary: 'Also what begins with {cipher} already'}),
    in: Flags.string({helpValue: 'FILE', summary: 'Encrypt values in this file'}),
    path: Flags.string({
      helpValue: 'KEY',
      summary: 'Which value: spring.datasource.password',
      dependsOn: ['in'],
      exclusive: ['all'],
    }),
    document: Flags.integer({summary: 'Which document of the file, from 0', dependsOn: ['path'], min: 0}),
    unalias: Flags.boolean({summary: 'Write a value out that comes by an alias', dependsOn: ['path']}),
    all: Flags.boolean({summary: 'Every value whose key looks like a secret', dependsOn: ['in']}),
    yes: Flags.boolean({char: 'y', summary: 'Do not ask', dependsOn: ['all']}),
    'dry-run': Flags.boolean({summary: 'Only show what would be encrypted', dependsOn: ['in']}),
    server: Flags.string({
      helpValue: 'URL',
      summary: 'Let this config server do it',
      exclusive: ['in', 'key-file', 'keystore'],
    }),
    show: Flags.boolean({summary: 'With --server: print the curl command that does the same', dependsOn: ['server']}),
    verify: Flags.boolean({summary: 'Have the server decrypt it again and compare', dependsOn: ['server']}),
  }

  async run(): Promise<unknown> {
    const {flags, argv} = await this.parse(Encrypt)
    const words = argv.map(String)
    if (flags.in !== undefined) return this.inFile({...flags, in: flags.in}, words)
    if (flags.show && flags.server !== undefined) {
      const {encrypt, decrypt} = configRequest
      await this.showServerRequests(flags.server, flags.verify ? [encrypt(), decrypt()] : [encrypt()])
    }
    const {encryptGivenText} = await import('../secrets/given-text.js')
    const {text, notes} = await encryptGivenText({...flags, words}, () => this.openCipher(flags), this.inputs())
    this.sayAll(notes)
    return this.print({cipher: text}, facts => `${facts.cipher}\n`)
  }

  private async inFile(flags: InFileFlags, words: readonly string[]): Promise<unknown> {
    const [{chosenValues, encryptFile}, {approveSecrets, encryptedFileView}] = await Promise.all([
      import('../secrets/encrypt-file.js'),
      import('../ui/views/encrypted-file.js'),
    ])
    const which = chosenValues(flags, words)
    const approve = approveSecrets(flags.in, {...flags, inputs: this.inputs(), say: line => this.say(line)})
    const request = {...flags, path: flags.in, which, dryRun: flags['dry-run'], approve}
    return this.print(await encryptFile(request, () => this.openCipher(flags)), encryptedFileView)
  }
}

interface InFileFlags extends KeyFlags {
  readonly in: string
  readonly path?: string | undefined
  readonly document?: number | undefined
  readonly all: boolean
  readonly yes: boolean
  readonly force: boolean
  readonly unalias: boolean
  readonly 'dry-run': boolean
}
