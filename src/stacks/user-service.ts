import {defineComponent} from './component.js'
import {registeredService, springWorkload} from './spring-service.js'

export const userService = defineComponent({
  ...registeredService,
  name: 'user-service',
  summary: 'Users, each with their orders',
  workload: context =>
    springWorkload(context, {
      program: 'user',
      name: 'user-service',
      heapMiB: 48,
      tunedFor: 'size',
      usesDatabase: true,
      ...(context.has('mariadb') ? {} : {env: {USER_STORAGE: 'memory'}}),
    }),
})
