import {Flags} from '@oclif/core'
import {MsaCommand} from './base-command.js'
import type {DatabaseTarget} from './clients/mariadb.js'
import type {ClientCall} from './databases/by-hand.js'

/** What the commands about the database share: which one is meant. The password is never an argument. */
export abstract class DatabaseCommand extends MsaCommand {
  static override baseFlags = {
    ...MsaCommand.baseFlags,
    database: Flags.string({char: 'D', helpGroup: 'GLOBAL', default: 'mydb', summary: 'Which database'}),
    at: Flags.string({
      helpGroup: 'GLOBAL',
      helpValue: 'HOST:PORT',
      summary: "MariaDB to talk to instead of the lab's own",
      env: 'MSA_DB',
    }),
    user: Flags.string({
      char: 'u',
      helpGroup: 'GLOBAL',
      default: 'root',
      summary: "User; the password is the lab's, or stands in MSA_DB_PASSWORD",
    }),
    show: Flags.boolean({helpGroup: 'GLOBAL', summary: "Print the command of MariaDB's own client that does the same"}),
  }

  protected async target(flags: TargetFlags): Promise<DatabaseTarget> {
    return this.databaseTarget({...flags, at: flags.at})
  }

  /** With `--show`: the same by hand, on stderr, before it is done. The client asks for the password itself. */
  protected async showByHand(flags: TargetFlags & {readonly show: boolean}, call: ClientCall): Promise<void> {
    if (!flags.show) return
    const {clientByHand} = await import('./databases/by-hand.js')
    this.terminal.note(clientByHand(call, await this.target(flags)))
  }

  protected async snapshotFolder(): Promise<string> {
    const {join} = await import('node:path')
    return join((await this.place()).identity.dir, 'snapshots')
  }
}

export interface TargetFlags {
  readonly database: string
  readonly at?: string | undefined
  readonly user: string
}
