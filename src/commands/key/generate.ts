import {Flags} from '@oclif/core'
import {MsaCommand} from '../../base-command.js'

export default class KeyGenerate extends MsaCommand {
  static override summary = "Make a key for the config server's encrypt.key"
  static override examples = [
    {
      description: 'Into a file that only you can read',
      command: '<%= config.bin %> <%= command.id %> --out encrypt.key',
    },
    {description: 'An RSA key', command: '<%= config.bin %> <%= command.id %> --rsa --out server.pem'},
  ]
  static override flags = {
    out: Flags.string({char: 'o', helpValue: 'FILE', summary: 'Write it here, mode 0600, instead of printing it'}),
    'dry-run': Flags.boolean({summary: 'Only say whether it could be written there', dependsOn: ['out']}),
    rsa: Flags.boolean({summary: 'RSA of 2048 bits as PEM, instead of 32 random bytes in Base64'}),
  }

  async run(): Promise<unknown> {
    const {flags} = await this.parse(KeyGenerate)
    const {generateRsaKey, generateSymmetricKey, requireKeyPath, saveKey} = await import(
      '../../secrets/generate-key.js'
    )
    if (flags.out !== undefined && flags['dry-run']) {
      requireKeyPath(flags.out)
      return this.print({file: flags.out, dryRun: true}, ({file}) => `a key would be written to ${file}\n`)
    }
    const key = flags.rsa ? generateRsaKey() : generateSymmetricKey()
    if (flags.out === undefined) return this.print({key}, facts => `${facts.key}\n`)
    await saveKey(flags.out, key)
    return this.print({file: flags.out}, ({file}) => `${file}\n`)
  }
}
