import type {Service} from './service.js'

/** The course's `/health_check`: which process answered, and what the config server told it. */
export function healthCheckText({bootstrap, port, instanceId, configuration}: Service): string {
  const {current} = configuration
  return [
    `It's working in ${bootstrap.name}`,
    `port(local.server.port)=${port}`,
    `instance=${instanceId}`,
    `greeting.message=${current.text('greeting.message', '')}`,
    `profiles=${bootstrap.profiles.join(',')}`,
  ].join(', ')
}
