import {defineComponent} from './component.js'
import {registeredService, springWorkload} from './spring-service.js'

export const orderService = defineComponent({
  ...registeredService,
  name: 'order-service',
  summary: 'Orders, told to others over Kafka',
  workload: context =>
    springWorkload(context, {
      program: 'order',
      name: 'order-service',
      heapMiB: 48,
      tunedFor: 'size',
      usesDatabase: true,
      usesKafka: true,
      ...(context.has('mariadb') ? {} : {env: {ORDER_STORAGE: 'memory'}}),
    }),
})
