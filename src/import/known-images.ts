import type {Component} from '../stacks/component.js'

/** Images that are recognisably the server of one of msa's components, whoever packed it. */
const known: readonly (readonly [component: string, image: RegExp])[] = [
  ['zookeeper', /(^|\/)(cp-)?zookeeper$/],
  ['connect', /(^|\/)(cp-kafka-)?connect(-base)?$/],
  ['kafka', /(^|\/)(cp-)?kafka$|(^|\/)cp-server$/],
  ['rabbitmq', /(^|\/)rabbitmq$/],
  ['mariadb', /(^|\/)(mariadb|mysql|mysql-server)$/],
  ['zipkin', /(^|\/)zipkin(-slim)?$/],
  ['prometheus', /(^|\/)prometheus$/],
  ['grafana', /(^|\/)grafana(-oss|-enterprise)?$/],
]

/** The component that an image stands for, as far as the catalogue has it. */
export function componentFor(image: string, catalogue: readonly Pick<Component, 'name' | 'ports'>[]) {
  const repository = image.replace(/@.*$/, '').replace(/:[^/:]*$/, '')
  const name = known.find(([, pattern]) => pattern.test(repository))?.[0]
  return catalogue.find(component => component.name === name)
}

/** Words that name a server of Kafka alone: what a broker is told in capitals, without what msa decides itself. */
const decidedByMsa =
  /LISTENER|ADVERTISED|ZOOKEEPER|BROKER_ID|NODE_ID|PROCESS_ROLES|CONTROLLER|LOG_DIRS?$|HEAP_OPTS|_OPTS$|JMX|CLUSTER_ID|LOG4J|CREATE_TOPICS|METRIC_REPORTERS|CONFLUENT|REPLICATION_FACTOR|MIN_ISR/

/** `KAFKA_LOG_RETENTION_HOURS` is `log.retention.hours`. Undefined where msa decides. */
export function kafkaSetting(variable: string): string | undefined {
  if (!variable.startsWith('KAFKA_') || decidedByMsa.test(variable)) return undefined
  return variable.slice('KAFKA_'.length).toLowerCase().replaceAll('_', '.')
}

/** `orders:3:1,users:1:1`, as several images take it: topic and partitions. */
export function topicsIn(variable: string): [string, number][] {
  return variable.split(/[,\s]+/).flatMap((one): [string, number][] => {
    const [, name, partitions = '1'] = /^([\w.-]+)(?::([0-9]+))?/.exec(one) ?? []
    return name === undefined ? [] : [[name, Number(partitions)]]
  })
}
