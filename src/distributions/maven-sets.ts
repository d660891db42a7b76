import {createHash} from 'node:crypto'
import {join} from 'node:path'
import {MsaError} from '../errors.js'
import {didYouMean} from '../nearest.js'
import {readTextIfThere} from '../platform/files.js'
import type {DistributionName} from '../stacks/component.js'

/** What `templates/maven/NAME/` says: a pom with pinned versions, and the SHA-256 sum of every jar that comes of it. */
export interface MavenSet {
  readonly name: DistributionName
  readonly pom: string
  /** File name to SHA-256. */
  readonly sums: ReadonlyMap<string, string>
  /** Where it is kept: another sum, another folder, so that a new msa never runs on an old set. */
  readonly folder: string
}

export const distributionNames: readonly DistributionName[] = ['kafka', 'zipkin', 'dbz-mariadb', 'dbz-jdbc']

/** Named distributions; all when none is. */
export function parseDistributionNames(names: readonly string[]): readonly DistributionName[] {
  if (names.length === 0) return distributionNames
  return names.map(name => {
    const known = distributionNames.find(candidate => candidate === name)
    if (known !== undefined) return known
    const hint = didYouMean(name, distributionNames)
    throw new MsaError('E_USAGE', `no distribution "${name}"${hint === undefined ? '' : `, ${hint}`}`, {
      details: [`known are: ${distributionNames.join(', ')}`],
      tryThis: ['Fetch all of them: msa fetch'],
    })
  })
}

/** Bytes to fetch, for a progress bar: jars, poms, and for the first of them Maven's own plugins. */
export const downloadBytes: Readonly<Record<DistributionName, number>> = {
  kafka: 70e6,
  zipkin: 131e6,
  'dbz-mariadb': 22e6,
  'dbz-jdbc': 40e6,
}

/** Part of the folder's name: raised when the way a set is laid out changes. */
const layout = 1

export async function readMavenSet(
  name: DistributionName,
  {cacheDir, templatesDir}: {readonly cacheDir: string; readonly templatesDir: string},
): Promise<MavenSet> {
  const source = join(templatesDir, 'maven', name)
  const [pom, sumsText] = await Promise.all(['pom.xml', 'sums.txt'].map(file => readTemplate(join(source, file))))
  const sums = parseSums(sumsText ?? '')
  const key = createHash('sha256').update(`${layout}\n${sumsText}`).digest('hex').slice(0, 12)
  return {name, pom: pom ?? '', sums, folder: join(cacheDir, 'distributions', `${name}-${key}`)}
}

/** The form of `sha256sum`: sum, two blanks, file name. */
export function parseSums(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').filter(line => line !== '')
  return new Map(
    lines.map(line => {
      const match = /^([0-9a-f]{64}) [ *]([\w.+-]+)$/.exec(line)
      if (match?.[1] === undefined || match[2] === undefined) throw new Error(`not a line of sha256sum: ${line}`)
      return [match[2], match[1]]
    }),
  )
}

async function readTemplate(path: string): Promise<string> {
  const text = await readTextIfThere(path)
  if (text !== undefined) return text
  throw new MsaError('E_IO', `${path} is missing: the installation of msa is incomplete`, {
    tryThis: ['Install msa again'],
  })
}
