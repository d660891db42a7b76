import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {defineComponent, restartOnFailure, type Workload, type WorkloadContext} from './component.js'
import {javaWorkload} from './jvm.js'
import {properties} from './properties.js'

export const zipkin = defineComponent({
  name: 'zipkin',
  stack: 'tracing',
  summary: 'Zipkin: traces, kept in memory',
  ports: {http: 9411},
  dependsOn: [],
  needs: [{program: 'java'}, {distribution: 'zipkin'}],
  workload: zipkinWorkload,
  image: {
    reference: 'openzipkin/zipkin:3.5.1',
    programs: {java: 'java'},
    distributions: {zipkin: {dir: '/zipkin', jars: ['/zipkin/BOOT-INF/lib/*', '/zipkin/BOOT-INF/classes']}},
  },
  probes: {
    readiness: {kind: 'http', port: 'http', path: '/health', expectStatus: 200},
    liveness: {kind: 'http', port: 'http', path: '/health', timeoutMs: 5000},
  },
  restart: restartOnFailure,
  stopSignal: 'SIGTERM',
  stopGraceMs: 5_000,
  memoryMiB: 160,
  urls: [{label: 'Zipkin', port: 'http', scheme: 'http', path: '/zipkin/'}],
})

/** 500,000 by default, which would not fit the small heap. */
const spansKept = 50_000

function zipkinWorkload(context: WorkloadContext): Workload {
  const configFile = join(context.configDir, 'zipkin.properties')
  const java = javaWorkload(context, {
    name: 'zipkin',
    jars: context.distribution('zipkin').jars,
    heapMiB: [64, 128],
    systemProperties: {'spring.config.additional-location': pathToFileURL(configFile).href},
    mainClass: 'zipkin.server.ZipkinServer',
    args: [],
  })
  return {...java, files: [{path: configFile, content: zipkinProperties(context)}]}
}

function zipkinProperties({port, listen, settings}: WorkloadContext): string {
  return properties(
    {
      'armeria.ports[0].port': port('http'),
      // Zipkin's own file gives only the port, which is then open to the whole network.
      'armeria.ports[0].ip': listen,
      'armeria.ports[0].protocols[0]': 'http',
      'zipkin.storage.mem.max-spans': spansKept,
      'logging.level.root': 'WARN',
      'spring.main.banner-mode': 'off',
    },
    settings,
  )
}
