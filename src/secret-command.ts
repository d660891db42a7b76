import {Flags, type Interfaces} from '@oclif/core'
import {MsaCommand} from './base-command.js'
import type {ConfigRequest} from './clients/config-requests.js'
import {MsaError} from './errors.js'
import type {CipherRequest} from './secrets/open-cipher.js'
import type {SecretInputs} from './secrets/secret-inputs.js'
import type {TextCipher} from './secrets/text-cipher.js'

const keyGroup = 'KEY'

/** What the commands about secrets share: where the key comes from, and how secrets are typed in. */
export abstract class SecretCommand extends MsaCommand {
  static readonly keyFlags = {
    'key-file': Flags.string({helpGroup: keyGroup, helpValue: 'PATH', summary: 'File with the key, mode 0600'}),
    keystore: Flags.string({helpGroup: keyGroup, helpValue: 'PATH', summary: 'RSA key: PEM or PKCS#12'}),
    alias: Flags.string({helpGroup: keyGroup, summary: 'Which key of the keystore', dependsOn: ['keystore']}),
    'storepass-file': Flags.string({
      helpGroup: keyGroup,
      helpValue: 'PATH',
      summary: "File with the keystore's password; else MSA_KEYSTORE_PASSWORD or a prompt",
      dependsOn: ['keystore'],
    }),
    salt: Flags.string({helpGroup: keyGroup, helpValue: 'HEX', summary: 'encrypt.salt (deadbeef unless set)'}),
    'rsa-algorithm': Flags.option({
      helpGroup: keyGroup,
      summary: 'encrypt.rsa.algorithm',
      options: ['DEFAULT', 'OAEP'] as const,
    })(),
    strong: Flags.boolean({helpGroup: keyGroup, summary: 'encrypt.rsa.strong: AES-GCM instead of CBC'}),
    // An argument is read by everybody on this machine, so these exist only to say so.
    key: Flags.string({hidden: true, char: 'k'}),
    storepass: Flags.string({hidden: true}),
  }

  /** With `--show`: the same by hand, on stderr; the text comes from stdin there. */
  protected async showServerRequests(server: string, requests: readonly ConfigRequest[]): Promise<void> {
    const {configByHand} = await import('./config/config-by-hand.js')
    for (const request of requests) this.terminal.note(configByHand(server, request))
  }

  protected inputs(): SecretInputs {
    return {
      env: process.env,
      isInteractive: process.stdin.isTTY === true,
      readStdin: async maxBytes => (await import('./platform/stdin.js')).readStdin(maxBytes),
      promptHidden: async question => (await import('./ui/prompt.js')).promptHidden(question),
      confirm: async question => (await import('./ui/prompt.js')).promptYesNo(question),
      labKeyFile: async () => (await import('./secrets/lab-key.js')).labKeyFileIn((await this.place()).identity.dir),
    }
  }

  protected override async parse<
    F extends Interfaces.OutputFlags<F>,
    B extends Interfaces.OutputFlags<B>,
    A extends Interfaces.OutputArgs<A>,
  >(options?: Interfaces.Input<F, B, A>, argv?: string[]): Promise<Interfaces.ParserOutput<F, B, A>> {
    const parsed = await super.parse(options, argv)
    const {key, storepass} = parsed.flags as {key?: string; storepass?: string}
    if (key !== undefined) refuseInArgument('--key', '--key-file PATH')
    if (storepass !== undefined) refuseInArgument('--storepass', '--storepass-file PATH')
    return parsed
  }

  /** Opens the key and says what the person should know about it. */
  protected async openCipher(flags: KeyFlags): Promise<TextCipher> {
    const {openCipher} = await import('./secrets/open-cipher.js')
    const {cipher, notes} = await openCipher(cipherRequest(flags), this.inputs())
    this.sayAll(notes)
    return cipher
  }

  /** The folder of the config server's files, as the lab file says. */
  protected async configRepository(): Promise<string> {
    const [{loadLab}, {catalogue}] = await Promise.all([import('./lab/load-lab.js'), import('./stacks/index.js')])
    const {config} = await loadLab(await this.place(), catalogue, process.env, process.cwd())
    return config.repository
  }

  protected sayAll(notes: readonly string[]): void {
    for (const note of notes) this.say(`note: ${note}`)
  }
}

export interface KeyFlags {
  readonly 'key-file'?: string | undefined
  readonly keystore?: string | undefined
  readonly alias?: string | undefined
  readonly 'storepass-file'?: string | undefined
  readonly salt?: string | undefined
  readonly 'rsa-algorithm'?: 'DEFAULT' | 'OAEP' | undefined
  readonly strong: boolean
}

function cipherRequest(flags: KeyFlags): CipherRequest {
  return {
    keyFile: flags['key-file'],
    keystore: flags.keystore,
    alias: flags.alias,
    storepassFile: flags['storepass-file'],
    salt: flags.salt,
    rsaAlgorithm: flags['rsa-algorithm'],
    strong: flags.strong,
  }
}

function refuseInArgument(flag: string, instead: string): never {
  throw new MsaError('E_USAGE', `${flag} is refused: arguments stand in the process list and in the shell's history`, {
    tryThis: [`Use ${instead}`, 'Or the variable MSA_ENCRYPT_KEY (MSA_KEYSTORE_PASSWORD for a keystore)'],
  })
}
