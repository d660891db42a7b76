import type {Catalogue} from '../lab.js'

/** A small catalogue of the tests' own: enough of each kind, and nothing of the real one. */
export const catalogue: Catalogue = [
  {name: 'zookeeper', stack: 'broker', summary: 'Coordination', ports: {client: 2181}, dependsOn: []},
  {
    name: 'kafka',
    stack: 'broker',
    summary: 'Broker',
    ports: {broker: 9092},
    dependsOn: [{on: 'zookeeper', condition: 'ready'}],
  },
  {
    name: 'connect',
    stack: 'broker',
    summary: 'Worker',
    ports: {http: 8083},
    dependsOn: [{on: 'kafka', condition: 'ready'}],
  },
  {name: 'rabbitmq', stack: 'messaging', summary: 'Bus', ports: {amqp: 5672, management: 15672}, dependsOn: []},
  {name: 'mariadb', stack: 'database', summary: 'Database', ports: {sql: 3306}, dependsOn: []},
  {name: 'grafana', stack: 'monitoring', summary: 'Dashboards', ports: {http: 3000}, dependsOn: [], optional: true},
  {
    name: 'user-service',
    stack: 'services',
    summary: 'Users',
    ports: {http: 0},
    dependsOn: [{on: 'mariadb', condition: 'ready'}],
  },
]
