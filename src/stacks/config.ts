import {defineComponent, restartOnFailure} from './component.js'
import {servicesImage, springProbes, springWorkload} from './spring-service.js'

const applicationName = 'config-service'

export const config = defineComponent({
  name: 'config',
  applicationName,
  stack: 'platform',
  summary: 'Config server: YAML files for all services, secrets decrypted',
  ports: {http: 8888},
  dependsOn: [],
  needs: [{program: 'node'}],
  image: {...servicesImage, readsConfigRepository: true},
  workload: context =>
    springWorkload(context, {
      program: 'config',
      name: applicationName,
      heapMiB: 48,
      tunedFor: 'size',
      env: {
        SPRING_CLOUD_CONFIG_SERVER_NATIVE_SEARCHLOCATIONS: `file:${context.configRepository}`,
        // The key itself stands in no environment and no argument, and only this server knows its file.
        ENCRYPT_KEYFILE: context.keyFile,
      },
    }),
  // Its own part of health: a bus that is still booting keeps nobody from reading configuration.
  probes: {
    ...springProbes,
    readiness: {kind: 'http', port: 'http', path: '/actuator/health/configServer', expectStatus: 200},
  },
  restart: restartOnFailure,
  stopSignal: 'SIGTERM',
  stopGraceMs: 10_000,
  memoryMiB: 60,
  urls: [{label: 'Config server', port: 'http', scheme: 'http', path: '/application/default'}],
})
