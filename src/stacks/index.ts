import {catalogService} from './catalog-service.js'
import type {Component} from './component.js'
import {config} from './config.js'
import {connect} from './connect.js'
import {discovery} from './discovery.js'
import {gateway} from './gateway.js'
import {grafana} from './grafana.js'
import {kafka} from './kafka.js'
import {mariadb} from './mariadb.js'
import {orderService} from './order-service.js'
import {prometheus} from './prometheus.js'
import {rabbitmq} from './rabbitmq.js'
import {userService} from './user-service.js'
import {zipkin} from './zipkin.js'
import {zookeeper} from './zookeeper.js'

/** Everything that a lab can run, in the order in which it is shown. */
export const catalogue: readonly Component[] = [
  zookeeper,
  kafka,
  connect,
  rabbitmq,
  mariadb,
  zipkin,
  prometheus,
  grafana,
  config,
  discovery,
  gateway,
  userService,
  orderService,
  catalogService,
]
