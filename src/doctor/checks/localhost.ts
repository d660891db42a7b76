import {type Check, fail, pass} from '../check.js'

/** RabbitMQ's node is `msa@localhost`, and every client of the course says localhost. */
export const localhostCheck: Check = {
  name: 'localhost',
  examine: ({localhost}) => {
    if (localhost.includes('127.0.0.1')) return [pass('localhost', localhost.join(', '))]
    const is = localhost.length === 0 ? 'is not known' : `means ${localhost.join(', ')}, not 127.0.0.1`
    return [fail('localhost', `the name ${is}`, 'Add a line to /etc/hosts: 127.0.0.1 localhost')]
  },
}
