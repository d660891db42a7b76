import {defineComponent, restartOnFailure} from './component.js'
import {springProbes, springWorkload} from './spring-service.js'

export const orderService = defineComponent({
  name: 'order-service',
  stack: 'services',
  summary: 'Orders, told to others over Kafka',
  // A free one is chosen; discovery and the gateway know it.
  ports: {http: 0},
  dependsOn: [
    {on: 'config', condition: 'ready'},
    {on: 'discovery', condition: 'ready'},
  ],
  needs: [{program: 'node'}],
  local: context =>
    springWorkload(context, {
      program: 'order',
      name: 'order-service',
      heapMiB: 48,
      tunedFor: 'size',
      usesDatabase: true,
      usesKafka: true,
      ...(context.has('mariadb') ? {} : {env: {ORDER_STORAGE: 'memory'}}),
    }),
  probes: springProbes,
  restart: restartOnFailure,
  stopSignal: 'SIGTERM',
  stopGraceMs: 10_000,
  memoryMiB: 65,
  urls: [],
})
