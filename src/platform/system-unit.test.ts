import {expect, it} from 'vitest'
import {unitIn} from './system-unit.js'

it.each([
  ['0::/system.slice/prometheus.service\n', 'prometheus.service'],
  ['12:pids:/system.slice/x.service\n1:name=systemd:/system.slice/mariadb.service\n', 'mariadb.service'],
  ['0::/system.slice/system-postgresql.slice/postgresql@15-main.service\n', 'postgresql@15-main.service'],
  ['0::/system.slice/rabbitmq-server.service/beam\n', 'rabbitmq-server.service'],
  ['0::/user.slice/user-1000.slice/user@1000.service/app.slice/msa.service\n', undefined],
  ['0::/system.slice/docker-0123abcd.scope\n', undefined],
  ['0::/\n', undefined],
  ['', undefined],
])('%j belongs to %s', (cgroup, unit) => expect(unitIn(cgroup)).toBe(unit))
