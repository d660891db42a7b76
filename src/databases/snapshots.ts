import {basename, join} from 'node:path'
import type {DatabaseTarget} from '../clients/mariadb.js'
import {withDatabase} from '../clients/mariadb.js'
import {MsaError} from '../errors.js'
import {nearest} from '../nearest.js'
import {fileSize, makePrivateFolder, movePath, pathExists, removeTree} from '../platform/files.js'
import {listFiles} from '../platform/list-files.js'
import type {ClientCall} from './by-hand.js'
import {dumpCall, scriptCall} from './client-calls.js'
import {runClient} from './client-program.js'
import {checkName} from './place.js'

export interface Snapshot {
  readonly name: string
  readonly path: string
  readonly bytes: number
  /** In a dry run: what was not done. */
  readonly would?: {
    readonly action: 'take' | 'replace' | 'restore'
    /** What it would hold. */
    readonly databases?: readonly string[]
  }
}

export interface Care {
  readonly dryRun: boolean
  /** Is told the call that does it, before it is done. */
  readonly show: (call: ClientCall) => Promise<void>
}

const ENDING = '.sql'

/** All databases but the server's own, in a file of the lab's. A name that is taken is taken anew only when all of it is written. */
export async function takeSnapshot(
  target: DatabaseTarget,
  folder: string,
  name: string,
  env: NodeJS.ProcessEnv,
  {dryRun, show}: Care,
): Promise<Snapshot> {
  const path = join(folder, `${checkName('snapshot', name)}${ENDING}`)
  const databases = await ownDatabases(target)
  const words = ['--add-drop-database', '--databases', ...databases]
  await show({...dumpCall(words, path), folder})
  const old = await fileSize(path)
  if (dryRun) return {name, path, bytes: old ?? 0, would: {databases, action: old === undefined ? 'take' : 'replace'}}
  await makePrivateFolder(folder)
  const temporary = `${path}.${process.pid}.tmp`
  await removeTree(temporary)
  try {
    await runClient(target, dumpCall(words, temporary), env)
    await movePath(temporary, path)
  } finally {
    await removeTree(temporary)
  }
  return {name, path, bytes: (await fileSize(path)) ?? 0}
}

/** Puts the databases back to what they were. Databases that came since stay. */
export async function restoreSnapshot(
  target: DatabaseTarget,
  folder: string,
  name: string,
  env: NodeJS.ProcessEnv,
  {dryRun, show, approve}: Care & {readonly approve: (what: string) => Promise<void>},
): Promise<Snapshot> {
  const snapshots = await listSnapshots(folder)
  const found = snapshots.find(snapshot => snapshot.name === name)
  if (found === undefined) throw missingSnapshot(name, snapshots)
  // Nothing of it is news: who follows the binlog would send all rows once more.
  const call = scriptCall({database: undefined}, found.path, 'SET sql_log_bin=0')
  await show(call)
  if (dryRun) return {...found, would: {action: 'restore'}}
  await approve(`what the databases hold now, and put back the snapshot ${name}`)
  await runClient(target, call, env)
  return found
}

export async function listSnapshots(folder: string): Promise<Snapshot[]> {
  const files = pathExists(folder) ? await listFiles(folder) : []
  const snapshots = files.filter(path => path.endsWith(ENDING))
  return Promise.all(
    snapshots.map(async path => ({name: basename(path, ENDING), path, bytes: (await fileSize(path)) ?? 0})),
  )
}

async function ownDatabases(target: DatabaseTarget): Promise<string[]> {
  const rows = await withDatabase({...target, database: undefined}, database =>
    database.rows(
      "SELECT schema_name AS n FROM information_schema.schemata WHERE schema_name NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys')",
    ),
  )
  return rows.map(({n}) => n ?? '')
}

function missingSnapshot(name: string, snapshots: readonly Snapshot[]): MsaError {
  const near = nearest(
    name,
    snapshots.map(snapshot => snapshot.name),
  )
  return new MsaError('E_FAILED', `there is no snapshot ${name}`, {
    details: [
      ...(near === undefined ? [] : [`did you mean "${near}"?`]),
      snapshots.length === 0
        ? 'There is none yet'
        : `There are: ${snapshots.map(snapshot => snapshot.name).join(', ')}`,
    ],
    tryThis: ['Take one: msa db snapshot', 'See them: msa db snapshot --list'],
  })
}
