import {defineComponent, restartOnFailure} from './component.js'
import {springProbes, springWorkload} from './spring-service.js'

export const userService = defineComponent({
  name: 'user-service',
  stack: 'services',
  summary: 'Users, each with their orders',
  // A free one is chosen; discovery and the gateway know it.
  ports: {http: 0},
  dependsOn: [
    {on: 'config', condition: 'ready'},
    {on: 'discovery', condition: 'ready'},
  ],
  needs: [{program: 'node'}],
  local: context =>
    springWorkload(context, {
      program: 'user',
      name: 'user-service',
      heapMiB: 48,
      tunedFor: 'size',
      usesDatabase: true,
      ...(context.has('mariadb') ? {} : {env: {USER_STORAGE: 'memory'}}),
    }),
  probes: springProbes,
  restart: restartOnFailure,
  stopSignal: 'SIGTERM',
  stopGraceMs: 10_000,
  memoryMiB: 65,
  urls: [],
})
