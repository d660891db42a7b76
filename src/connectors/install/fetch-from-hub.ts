import {createWriteStream} from 'node:fs'
import {Readable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import type {ReadableStream} from 'node:stream/web'
import {MsaError, reasonOf} from '../../errors.js'

export interface HubPlugin {
  readonly owner: string
  readonly plugin: string
  readonly version: string
}

const TIMEOUT_MS = 10 * 60_000

/** Where a hub keeps the archive of a plugin. */
export function archiveUrl(hub: string, {owner, plugin, version}: HubPlugin): string {
  const path = `api/plugins/${owner}/${plugin}/versions/${version}/${owner}-${plugin}-${version}.zip`
  return `${hub.replace(/\/+$/, '')}/${path}`
}

/** Fetches the archive into a file. msa knows no hub by itself: MSA_CONFLUENT_HUB names one. */
export async function fetchFromHub(source: HubPlugin, file: string, env: NodeJS.ProcessEnv): Promise<void> {
  const hub = env.MSA_CONFLUENT_HUB
  if (hub === undefined || hub === '') throw byHand(source, 'no hub is named to fetch it from')
  const url = archiveUrl(hub, source)
  if (!/^https?:\/\//.test(url))
    throw new MsaError('E_INPUT', `MSA_CONFLUENT_HUB is no address: ${hub}`, {
      tryThis: ['MSA_CONFLUENT_HUB=https://HOST msa connector install OWNER/NAME:VERSION'],
    })
  const answer = await fetch(url, {signal: AbortSignal.timeout(TIMEOUT_MS)}).catch((error: unknown) => {
    throw byHand(
      source,
      `the hub cannot be reached: ${reasonOf(error instanceof Error ? (error.cause ?? error) : error)}`,
    )
  })
  if (!answer.ok || answer.body === null) throw byHand(source, `HTTP ${answer.status} to GET ${url}`)
  // Cut off, it is no zip: that is told when it is unpacked.
  await pipeline(Readable.fromWeb(answer.body as ReadableStream), createWriteStream(file, {flags: 'wx', mode: 0o600}))
}

function byHand({owner, plugin, version}: HubPlugin, why: string): MsaError {
  const zip = `${owner}-${plugin}-${version}.zip`
  return new MsaError(
    'E_PREREQUISITE_MISSING',
    `${owner}/${plugin}:${version} cannot be fetched from the Confluent Hub`,
    {
      details: [why],
      tryThis: [
        `Download ${zip} with a browser, then: msa connector install ${zip}`,
        'Or name the address that the hub serves archives from: MSA_CONFLUENT_HUB=https://HOST',
        "For the course's JDBC connectors nothing has to be installed: msa connector add FILE --translate",
      ],
    },
  )
}
