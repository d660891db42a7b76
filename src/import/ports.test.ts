import {describe, expect, it} from 'vitest'
import {parseYaml} from '../lab/lab-file/yaml-tree.js'
import {portsOf} from './ports.js'
import {valueAt} from './tree-values.js'

const read = (yaml: string) => portsOf(valueAt(parseYaml(`ports: ${yaml}`, {}).tree, 'ports'))

describe('ports of a Compose file', () => {
  it.each([
    ['["80"]', [[undefined, 80]]],
    ['[80]', [[undefined, 80]]],
    ['["8080:80"]', [[8080, 80]]],
    ['["127.0.0.1:8080:80/tcp"]', [[8080, 80]]],
    ['["127.0.0.1::80"]', [[undefined, 80]]],
    ['["[::1]:8080:80"]', [[8080, 80]]],
    [
      '["8000-8001:80-81"]',
      [
        [8000, 80],
        [8001, 81],
      ],
    ],
    ['["8000-8005:80"]', [[undefined, 80]]],
    ['[{target: 80, published: 8080, protocol: tcp, mode: host}]', [[8080, 80]]],
    ['[{target: 80, published: "8080"}]', [[8080, 80]]],
    ['[{target: 80}]', [[undefined, 80]]],
  ])('%s', (yaml, expected) => {
    const {ports, problems} = read(yaml)
    expect(ports.map(({machine, inside}) => [machine, inside])).toEqual(expected)
    expect(problems).toEqual([])
  })

  it.each([
    ['["53:53/udp"]', 'ports 53:53/udp: a lab publishes TCP only'],
    ['["x"]', 'ports x: not a port'],
    ['["80:99999"]', 'ports 80:99999: not a port'],
    ['["1-60000:1-60000"]', 'ports 1-60000:1-60000: not a port'],
    ['[{published: 1}]', 'ports : not a port'],
  ])('%s is not carried over', (yaml, problem) => {
    expect(read(yaml)).toEqual({ports: [], problems: [problem]})
  })

  it('are on loopback here, which is told where they were for everybody', () => {
    expect(read('["0.0.0.0:8080:80"]')).toEqual({
      ports: [{machine: 8080, inside: 80}],
      problems: ['ports 0.0.0.0:8080:80: on 0.0.0.0 in Compose; msa publishes on 127.0.0.1 only'],
    })
  })
})
