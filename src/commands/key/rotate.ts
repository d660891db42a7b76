import {Args, Flags} from '@oclif/core'
import {SecretCommand} from '../../secret-command.js'

export default class KeyRotate extends SecretCommand {
  static override summary = 'Re-encrypt every {cipher} of a configuration repository with a new key, or nothing'
  static override description =
    'The old key is found as msa encrypt finds it. Interrupted, the same command finishes: files that have the new key stay.'
  static override examples = [
    {
      description: 'See what would be done',
      command: '<%= config.bin %> <%= command.id %> config-repo --key-file old.key --new-key-file new.key --dry-run',
    },
    {
      description: 'Do it',
      command: '<%= config.bin %> <%= command.id %> config-repo --key-file old.key --new-key-file new.key',
    },
  ]
  static override args = {
    folder: Args.string({name: 'DIR', description: "The repository; without it config-repo beside the lab's file"}),
  }
  static override flags = {
    ...SecretCommand.keyFlags,
    'new-key-file': Flags.string({required: true, helpValue: 'PATH', summary: 'File with the new key, mode 0600'}),
    'dry-run': Flags.boolean({summary: 'Only show what would be re-encrypted'}),
  }

  async run(): Promise<unknown> {
    const {args, flags} = await this.parse(KeyRotate)
    const {rotateRepository} = await import('../../secrets/rotate.js')
    const {rotationView} = await import('../../ui/views/rotation.js')
    const [from, to] = [
      await this.openCipher(flags),
      await this.openCipher({...flags, keystore: undefined, 'key-file': flags['new-key-file']}),
    ]
    const folder = args.folder ?? (await this.configRepository())
    return this.print(await rotateRepository({folder, from, to, dryRun: flags['dry-run']}), rotationView)
  }
}
