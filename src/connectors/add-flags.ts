import {MsaError} from '../errors.js'
import {parseConfigPairs} from '../topics/config-pairs.js'
import type {AddOptions} from './add-connector.js'
import {intentConfig, isIntent} from './intent.js'
import {namedConnector, readConnector, readConnectors, type WantedConnector, withOverrides} from './read-connectors.js'

export interface AddFlags {
  readonly name?: string | undefined
  readonly set?: readonly string[] | undefined
  readonly source?: string | undefined
  readonly sink?: string | undefined
  readonly topics?: string | undefined
  readonly 'topic-prefix'?: string | undefined
}

export interface AddInputs {
  readonly readStdin: (maxBytes: number) => Promise<Buffer>
  /** Where the lab's database answers: asked only for an intent. */
  readonly database: () => Promise<{readonly host: string; readonly port: number}>
}

/** Files, or a name and an intent. */
export async function wantedConnectors(
  words: readonly string[],
  flags: AddFlags,
  {readStdin, database}: AddInputs,
): Promise<WantedConnector[]> {
  const intent = {source: flags.source, sink: flags.sink, topics: flags.topics, topicPrefix: flags['topic-prefix']}
  const overrides = parseConfigPairs(flags.set ?? [], '--set')
  if (words.length > 1 && (flags.name !== undefined || isIntent(intent))) throw oneOnly()
  if (isIntent(intent)) {
    const config = intentConfig(intent, {database: await database()})
    return [namedConnector(flags.name ?? words[0] ?? '', withOverrides(config, overrides), 'the command line')]
  }
  const wanted: WantedConnector[] = []
  for (const path of words) wanted.push(await readConnector(path, {name: flags.name, overrides, readStdin}))
  return wanted
}

export async function readAll(paths: readonly string[]): Promise<WantedConnector[]> {
  const read: WantedConnector[][] = []
  for (const path of paths) read.push(await readConnectors(path))
  return read.flat()
}

interface OptionFlags {
  readonly source?: string | undefined
  readonly sink?: string | undefined
  readonly translate: boolean
  readonly 'dry-run': boolean
  readonly validate: boolean
  readonly follow: boolean
  readonly timeout: number
}

/** An intent says what, not by which plugin: it is translated without being asked. */
export function addOptions(flags: OptionFlags): AddOptions {
  const translates = flags.translate || flags.source !== undefined || flags.sink !== undefined
  return {
    dryRun: flags['dry-run'],
    waits: flags.follow,
    timeoutMs: flags.timeout,
    translate: translates ? 'if-missing' : 'never',
    validates: flags.validate,
    strict: true,
  }
}

export function isChange({
  set,
  unset,
}: {
  set?: readonly string[] | undefined
  unset?: readonly string[] | undefined
}): boolean {
  return (set ?? []).length > 0 || (unset ?? []).length > 0
}

function oneOnly(): MsaError {
  return new MsaError('E_USAGE', 'several connectors are named, and only one can have this name or purpose', {
    tryThis: ['msa connector add users-source --source mydb.users', 'msa connector add a.json b.json'],
  })
}
