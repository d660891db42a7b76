import {describe, expect, it} from 'vitest'
import {catalogue} from '../stacks/index.js'
import {viewFromWorker, workerAddresses} from './worker-addresses.js'

const inBoxes = [
  {name: 'kafka', component: 'kafka', runtime: 'docker', ports: {broker: 9092, containers: 19_092}},
  {name: 'mariadb', component: 'mariadb', runtime: 'docker', ports: {sql: 3306}},
  {name: 'zipkin', component: 'zipkin', runtime: 'local', ports: {http: 9411}},
  {name: 'connect', component: 'connect', runtime: 'docker', ports: {http: 8083}},
] as const
const view = viewFromWorker(workerAddresses(inBoxes, catalogue) ?? [])

describe('addresses in a connector, where the worker runs in a container', () => {
  it.each([
    ['the database by its name', 'jdbc:mariadb://localhost:3306/mydb', 'jdbc:mariadb://mariadb:3306/mydb'],
    ['a database without a port', 'jdbc:mysql://127.0.0.1/mydb?a=b', 'jdbc:mysql://mariadb:3306/mydb?a=b'],
    ['the broker at its listener for containers', '127.0.0.1:9092', 'kafka:19092'],
    ['a process by the machine', 'http://127.0.0.1:9411/api', 'http://host.docker.internal:9411/api'],
  ])('%s', (_title, onMachine, inWorker) => {
    expect(view.toWorker({'connection.url': onMachine})).toEqual({'connection.url': inWorker})
    expect(view.toWorker(view.toMachine({'connection.url': inWorker}))).toEqual({'connection.url': inWorker})
  })

  it('spread over two settings are one address', () => {
    const config = {'database.hostname': '127.0.0.1', 'database.port': '3306', 'topic.prefix': 'x'}
    const sent = {'database.hostname': 'mariadb', 'database.port': '3306', 'topic.prefix': 'x'}
    expect(view.toWorker(config)).toEqual(sent)
    expect(view.toMachine(sent)).toEqual(config)
  })

  it('of other servers stay as they are written', () => {
    const config = {
      url: 'jdbc:mariadb://db.example.com:3306/x',
      b: '127.0.0.1:5555',
      c: 'mylocalhost:3306',
      d: '1.127.0.0.1:3306',
    }
    expect(view.toWorker(config)).toEqual(config)
  })
})

it('a worker that is a process reaches everything as everybody does', () => {
  const local = inBoxes.map(one => (one.name === 'connect' ? {...one, runtime: 'local' as const} : one))
  expect(workerAddresses(local, catalogue)).toBeUndefined()
})
