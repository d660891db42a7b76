import {join} from 'node:path'
import {copyDependencies} from '../../distributions/maven.js'
import {mavenFailure} from '../../distributions/maven-failure.js'
import {MsaError, reasonOf} from '../../errors.js'
import {makeFolder} from '../../platform/copy-file.js'
import {writeFileAtomic} from '../../platform/files.js'
import {runProgram} from '../../platform/run-program.js'

export interface Artefact {
  readonly group: string
  readonly artefact: string
  readonly version: string
}

/** What the worker has already: a second copy in a plugin's folder would only be another class of the same name. */
const WORKERS_OWN = [
  'org.apache.kafka:*',
  'org.slf4j:*',
  'com.fasterxml.jackson.core:*',
  'com.fasterxml.jackson.datatype:*',
]
const TIMEOUT_MS = 10 * 60_000

/** Lets the ordinary `mvn` fetch an artefact and all that it needs into a folder. */
export async function fetchArtefact(artefact: Artefact, into: string, env: NodeJS.ProcessEnv): Promise<void> {
  await makeFolder(join(into, '.mvn'))
  await writeFileAtomic(join(into, 'pom.xml'), pomOf(artefact), {durable: false})
  const args = [
    '--batch-mode',
    `--file=${join(into, 'pom.xml')}`,
    '-DincludeScope=runtime',
    `-DoutputDirectory=${join(into, 'lib')}`,
    copyDependencies,
  ]
  const end = await runProgram('mvn', args, {env, cwd: into, timeoutMs: TIMEOUT_MS}).catch((error: unknown) => {
    throw new MsaError('E_PREREQUISITE_MISSING', `Maven cannot be run: ${reasonOf(error)}`, {
      tryThis: ['See what is missing: msa doctor'],
      cause: error,
    })
  })
  if (end.exitCode === 0) return
  throw isUnknown(artefact, end.output) ? noArtefact(artefact) : mavenFailure(end.output, end.exitCode).error
}

/** Itself, not something that it needs: then the coordinates are wrong, and no mirror is to blame. */
function isUnknown({group, artefact, version}: Artefact, output: string): boolean {
  const coordinates = `${group}:${artefact}:jar:${version}`
  // The second time, Maven knows by heart that it is not there.
  return [`Could not find artifact ${coordinates} `, `${coordinates} was not found in `].some(words =>
    output.includes(words),
  )
}

function noArtefact({group, artefact, version}: Artefact): MsaError {
  return new MsaError('E_INPUT', `Maven's repository has no ${group}:${artefact}:${version}`, {
    tryThis: [
      `See which versions there are: https://central.sonatype.com/artifact/${group}/${artefact}/versions`,
      'A file or folder of this machine: msa connector install PATH',
    ],
  })
}

function pomOf({group, artefact, version}: Artefact): string {
  const exclusions = WORKERS_OWN.map(each => {
    const [groupId, artifactId] = each.split(':')
    return `<exclusion><groupId>${groupId}</groupId><artifactId>${artifactId}</artifactId></exclusion>`
  })
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>msa</groupId><artifactId>plugin</artifactId><version>1</version><packaging>pom</packaging>
<dependencies><dependency><groupId>${group}</groupId><artifactId>${artefact}</artifactId><version>${version}</version>
<exclusions>${exclusions.join('')}</exclusions></dependency></dependencies></project>
`
}
