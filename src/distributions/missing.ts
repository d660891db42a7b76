import {MsaError} from '../errors.js'
import type {DistributionName} from '../stacks/component.js'
import type {MissingTool} from './find-program.js'
import {programSpecs} from './programs.js'

export interface HowToInstall {
  /** Commands that install what is missing. */
  readonly byHand?: readonly string[]
  /** Why msa cannot install it. */
  readonly whyNot?: unknown
}

/** One error for all programs that are missing: what was found, what is needed, where it was looked for, how to set it (promise P25). */
export function missingProgramsError(
  missing: readonly MissingTool[],
  {byHand = [], whyNot}: HowToInstall = {},
): MsaError {
  const names = missing.map(({label}) => label).join(', ')
  const [first] = missing
  const message = missing.length === 1 && first !== undefined ? first.reason : `${names} are missing`
  const blocked = whyNot instanceof MsaError ? whyNot : undefined
  return new MsaError('E_PREREQUISITE_MISSING', message, {
    details: [
      ...missing.flatMap(tool => whereLooked(tool, missing.length > 1)),
      ...(blocked === undefined ? [] : [`they cannot be installed from here: ${blocked.message}`]),
    ],
    tryThis: [
      ...(blocked?.suggestions ?? []),
      ...byHand.map(command => `By hand: ${command}`),
      ...remedies(missing),
    ] as [string, ...string[]],
    cause: whyNot,
  })
}

function whereLooked({reason, rejected, lookedIn}: MissingTool, several: boolean): string[] {
  return [
    ...(several ? [reason] : []),
    ...rejected.map(({path, because, problem}) => `  ${path} (${because}): ${problem}`),
    ...(lookedIn.length > 0 ? [`  looked in ${lookedIn.join(', ')}`] : []),
  ]
}

/** What to do about programs that are missing, most useful first. */
export function remedies(missing: readonly MissingTool[]): readonly string[] {
  const canInstall = missing.some(({namedBy}) => namedBy === undefined)
  return [
    ...(canInstall ? ['Install what is missing: msa doctor --fix'] : []),
    ...missing.map(({name, label, namedBy}) =>
      namedBy === undefined
        ? `Or name the folder of ${label}: ${programSpecs[name].homes[0]}=/its/folder msa …`
        : `Correct or remove what names ${label}: ${namedBy}`,
    ),
  ]
}

export function offlineError(missing: readonly DistributionName[], cacheDir: string): MsaError {
  const one = missing.length === 1
  return new MsaError(
    'E_OFFLINE',
    `${missing.join(', ')} ${one ? 'is' : 'are'} not in the cache (${cacheDir}), and --offline forbids to fetch ${one ? 'it' : 'them'}`,
    {
      tryThis: [
        'Fetch all that a lab needs while there is a network: msa fetch',
        'Name another cache: MSA_CACHE_DIR=/path msa …',
      ],
    },
  )
}
