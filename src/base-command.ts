import {Command, type Errors, Flags, type Interfaces} from '@oclif/core'
import type {DatabaseTarget} from './clients/mariadb.js'
import type {WantedDatabase} from './databases/database-target.js'
import {endedBy} from './errors.js'
import type {LabPlace} from './lab/place.js'
import {errorBlock} from './ui/error-block.js'
import {createTerminal, type Terminal} from './ui/terminal.js'
import {usageError} from './ui/usage-error.js'

/**
 * What every command shares: how the lab is found, how results are printed, how errors end.
 * A command has flags, one call, and `return this.print(result, view)`; no loop, no `try`, no client.
 */
export abstract class MsaCommand extends Command {
  static override enableJsonFlag = true
  static override baseFlags = {
    file: Flags.string({
      char: 'f',
      helpGroup: 'GLOBAL',
      helpValue: 'PATH',
      summary: 'Lab file to use; without it msa.yml here or in a parent folder, else the built-in lab',
      env: 'MSA_FILE',
    }),
  }

  protected readonly terminal: Terminal = createTerminal()
  private labFlag: string | undefined

  /** Where the lab of this call lives; reads no lab file yet. */
  protected async place(): Promise<LabPlace> {
    const {findLab} = await import('./lab/place.js')
    return findLab({file: this.labFlag, cwd: process.cwd(), env: process.env})
  }

  /** Where a component of the lab answers; `port` names one that is not its main one. */
  protected async address(component: string, port?: string): Promise<{readonly host: string; readonly port: number}> {
    const [{labAddress}, {catalogue}] = await Promise.all([
      import('./lab/client/lab-address.js'),
      import('./stacks/index.js'),
    ])
    return labAddress(await this.place(), catalogue, process.env, component, port)
  }

  /** The database that is meant, for every command that goes to one. */
  protected async databaseTarget(wanted: WantedDatabase): Promise<DatabaseTarget> {
    const {databaseTarget} = await import('./databases/database-target.js')
    const {identity} = await this.place()
    return databaseTarget(wanted, {
      labDir: identity.dir,
      address: () => this.address('mariadb'),
      env: process.env,
    })
  }

  protected override async parse<
    F extends Interfaces.OutputFlags<F>,
    B extends Interfaces.OutputFlags<B>,
    A extends Interfaces.OutputArgs<A>,
  >(options?: Interfaces.Input<F, B, A>, argv?: string[]): Promise<Interfaces.ParserOutput<F, B, A>> {
    const parsed = await super.parse(options && fromArgumentsOnly(options), argv)
    this.labFlag = (parsed.flags as {file?: string}).file
    return parsed
  }

  /** Prints facts: as one JSON document with `--json`, else by `view`. Returns them, which is how oclif gets the JSON. */
  protected async print<T>(facts: T, view: (facts: T) => string): Promise<T> {
    if (!this.jsonEnabled()) await this.terminal.data(view(facts))
    return facts
  }

  /** Prints a stream: with `--json` one object a line, else by `view`, item by item, as fast as the reader takes it. */
  protected async stream<T>(items: AsyncIterable<T>, view: (item: T) => string): Promise<void> {
    const render = this.jsonEnabled() ? (item: T) => `${JSON.stringify(item)}\n` : view
    for await (const item of items) await this.terminal.data(render(item))
  }

  /** A line for the person, on stderr; silent with `--json`. */
  protected say(line: string): void {
    if (!this.jsonEnabled()) this.terminal.note(line)
  }

  /** Aborts on Ctrl-C, SIGTERM and SIGHUP; the second one ends the process at once. */
  protected interrupt(): AbortSignal {
    const controller = new AbortController()
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        const ending = endedBy(signal)
        if (controller.signal.aborted) {
          this.terminal.showCursor()
          process.exit(ending.oclif.exit)
        }
        controller.abort(ending)
      })
    }
    return controller.signal
  }

  protected override logJson(json: unknown): void {
    if (json !== undefined) process.stdout.write(`${JSON.stringify(json, null, 2)}\n`)
  }

  protected override toErrorJson(error: unknown): unknown {
    return {error: usageError(error, this.id?.replaceAll(':', ' ') ?? '').toJSON()}
  }

  protected override async catch(error: Error & {exitCode?: number; oclif?: Errors.CLIError['oclif']}): Promise<void> {
    if (isExit(error)) throw error
    const shown = usageError(error, this.id?.replaceAll(':', ' ') ?? '')
    if (process.env.DEBUG?.startsWith('msa')) process.stderr.write(`${error.stack ?? ''}\n`)
    if (this.jsonEnabled()) this.logJson({error: shown.toJSON()})
    else this.terminal.note(errorBlock(shown, this.terminal.paintNote))
    process.exitCode = shown.oclif.exit
    this.exit(shown.oclif.exit)
  }
}

/** oclif would take a missing argument from a pipe, also one that is meant for somebody else: `while read lab; do msa up; done`. */
function fromArgumentsOnly<
  F extends Interfaces.OutputFlags<F>,
  B extends Interfaces.OutputFlags<B>,
  A extends Interfaces.OutputArgs<A>,
>(options: Interfaces.Input<F, B, A>): Interfaces.Input<F, B, A> {
  const {args, flags, baseFlags, enableJsonFlag} = options
  if (args === undefined) return options
  const fixed = Object.entries(args).map(([name, arg]) => [name, {...(arg as object), ignoreStdin: true}])
  return {...options, flags, baseFlags, enableJsonFlag, args: Object.fromEntries(fixed)} as Interfaces.Input<F, B, A>
}

function isExit(error: Error): boolean {
  return 'code' in error && error.code === 'EEXIT'
}
