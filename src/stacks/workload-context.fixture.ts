import type {WorkloadContext} from './component.js'

export const everybody = ['config', 'discovery', 'gateway', 'kafka', 'mariadb', 'rabbitmq', 'zipkin']
export const password = 'canary-of-the-password'

/** Of a lab that has these components. */
export function context(members: readonly string[], more: Partial<WorkloadContext> = {}): WorkloadContext {
  return {
    ...{lab: {name: 'lab', id: 'id'}, dataDir: '/lab/data/x', configDir: '/lab/config/x', durability: 'lab'},
    ...{keyFile: '/lab/secrets/encrypt.key', configRepository: '/lab/config-repo', cacheDir: '/cache'},
    ...{templatesDir: '/templates', isRoot: false, platform: 'linux', memoryMiB: undefined, settings: {}},
    port: () => 4000,
    link: (component: string) => ({host: '127.0.0.1', port: 1000 + everybody.indexOf(component)}),
    has: (component: string) => members.includes(component),
    program: (name: string) => `/bin/${name}`,
    service: (name: string) => `/msa/dist/services/${name}/main.cjs`,
    build: () => 'build',
    secret: () => password,
    distribution: () => ({dir: '', jars: []}),
    ...more,
  } as WorkloadContext
}
