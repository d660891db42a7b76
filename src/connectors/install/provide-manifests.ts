import {join} from 'node:path'
import {Readable} from 'node:stream'
import {createZip, zipEntries} from '../../platform/archives.js'
import {listFiles} from '../../platform/list-files.js'

const SERVICES = {
  source: 'org.apache.kafka.connect.source.SourceConnector',
  sink: 'org.apache.kafka.connect.sink.SinkConnector',
} as const

/**
 * The lab's worker finds connectors by their service files (anything else costs it seconds at each start). Plugins from before Kafka 3.6 have none:
 * their connectors, told by the names of their classes, are listed in a jar of ours beside theirs.
 */
export async function provideManifests(folder: string): Promise<void> {
  const jars = (await listFiles(folder)).filter(path => path.endsWith('.jar'))
  const connectors: Record<keyof typeof SERVICES, string[]> = {source: [], sink: []}
  for (const jar of jars) {
    const names: string[] = []
    for await (const {name} of zipEntries(jar)) names.push(name)
    if (names.some(name => Object.values(SERVICES).some(service => name === `META-INF/services/${service}`))) return
    for (const kind of ['source', 'sink'] as const) connectors[kind].push(...connectorClasses(names, kind))
  }
  if (connectors.source.length + connectors.sink.length === 0) return
  const jar = createZip(join(folder, 'msa-service-files.jar'), new Date(0))
  for (const kind of ['source', 'sink'] as const) {
    const names = connectors[kind].map(name => `${name}\n`)
    if (names.length > 0) await jar.add(`META-INF/services/${SERVICES[kind]}`, Readable.from(names))
  }
  await jar.close()
}

/** `io/confluent/connect/jdbc/JdbcSinkConnector.class` */
export function connectorClasses(names: readonly string[], kind: 'source' | 'sink'): string[] {
  const ending = kind === 'source' ? /SourceConnector\.class$/ : /SinkConnector\.class$/
  return names
    .filter(name => ending.test(name) && !name.includes('$') && !name.startsWith('META-INF/'))
    .map(name => name.replace(/\.class$/, '').replaceAll('/', '.'))
    .filter(name => !/(?:^|\.)Abstract|^org\.apache\.kafka\./.test(name))
}
