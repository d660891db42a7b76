import {isAtLeast} from '../../distributions/versions.js'
import {type Check, fail, pass} from '../check.js'

const atLeast = [20, 19]

export const nodeCheck: Check = {
  name: 'node',
  examine: ({node}) => [
    isAtLeast(node.version, atLeast)
      ? pass('Node', `${node.version} (${node.path})`)
      : fail('Node', `${node.version}, but ${atLeast.join('.')} or newer is needed`, 'Install a current Node'),
  ],
}
