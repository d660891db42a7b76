import {defineComponent, restartOnFailure} from './component.js'
import {servicesImage, springProbes, springWorkload} from './spring-service.js'

const applicationName = 'discovery-service'

export const discovery = defineComponent({
  name: 'discovery',
  applicationName,
  stack: 'platform',
  summary: 'Discovery: who serves what, where (Eureka)',
  ports: {http: 8761},
  dependsOn: [],
  needs: [{program: 'node'}],
  image: servicesImage,
  workload: context =>
    springWorkload(context, {program: 'discovery', name: applicationName, heapMiB: 48, tunedFor: 'size'}),
  probes: springProbes,
  restart: restartOnFailure,
  stopSignal: 'SIGTERM',
  stopGraceMs: 10_000,
  memoryMiB: 60,
  urls: [{label: 'Discovery', port: 'http', scheme: 'http', path: '/'}],
})
