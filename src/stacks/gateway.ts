import {defineComponent, restartOnFailure} from './component.js'
import {patientProbes, servicesImage, springWorkload} from './spring-service.js'

export const gateway = defineComponent({
  name: 'gateway',
  stack: 'platform',
  summary: 'Gateway: one door to all services, by name',
  ports: {http: 8000},
  dependsOn: [
    {on: 'config', condition: 'ready'},
    {on: 'discovery', condition: 'ready'},
  ],
  needs: [{program: 'node'}],
  image: servicesImage,
  workload: context =>
    springWorkload(context, {program: 'gateway', name: 'apigateway-service', heapMiB: 64, tunedFor: 'throughput'}),
  probes: patientProbes,
  restart: restartOnFailure,
  stopSignal: 'SIGTERM',
  stopGraceMs: 10_000,
  memoryMiB: 65,
  urls: [{label: 'Gateway', port: 'http', scheme: 'http', path: '/user-service/welcome'}],
})
