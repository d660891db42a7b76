import {defineComponent} from './component.js'
import {registeredService, springWorkload} from './spring-service.js'

export const catalogService = defineComponent({
  ...registeredService,
  name: 'catalog-service',
  summary: 'Products, whose stock falls with each order',
  workload: context =>
    springWorkload(context, {
      program: 'catalog',
      name: 'catalog-service',
      heapMiB: 48,
      tunedFor: 'size',
      usesDatabase: true,
      usesKafka: true,
      ...(context.has('mariadb') ? {} : {env: {CATALOG_STORAGE: 'memory'}}),
    }),
})
