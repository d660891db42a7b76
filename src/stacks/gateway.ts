import {defineComponent, restartOnFailure} from './component.js'
import {patientProbes, servicesImage, springWorkload} from './spring-service.js'

const applicationName = 'apigateway-service'

export const gateway = defineComponent({
  name: 'gateway',
  applicationName,
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
    springWorkload(context, {program: 'gateway', name: applicationName, heapMiB: 64, tunedFor: 'throughput'}),
  probes: patientProbes,
  restart: restartOnFailure,
  stopSignal: 'SIGTERM',
  stopGraceMs: 10_000,
  memoryMiB: 65,
  urls: [{label: 'Gateway', port: 'http', scheme: 'http', path: '/user-service/welcome'}],
})
