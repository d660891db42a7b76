import {defineComponent, restartOnFailure} from './component.js'
import {servicesImage, springProbes, springWorkload} from './spring-service.js'

export const discovery = defineComponent({
  name: 'discovery',
  stack: 'platform',
  summary: 'Discovery: who serves what, where (Eureka)',
  ports: {http: 8761},
  dependsOn: [],
  needs: [{program: 'node'}],
  image: servicesImage,
  workload: context =>
    springWorkload(context, {program: 'discovery', name: 'discovery-service', heapMiB: 48, tunedFor: 'size'}),
  probes: springProbes,
  restart: restartOnFailure,
  stopSignal: 'SIGTERM',
  stopGraceMs: 10_000,
  memoryMiB: 60,
  urls: [{label: 'Discovery', port: 'http', scheme: 'http', path: '/'}],
})
