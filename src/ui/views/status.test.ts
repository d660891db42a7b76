import {Chalk} from 'chalk'
import {expect, it} from 'vitest'
import type {ComponentReport, LabStatus} from '../../lab/client/status.js'
import {statusView} from './status.js'

const kafka: ComponentReport = {
  ...{name: 'kafka', component: 'kafka', summary: '', state: 'ready', reason: '', runtime: 'local', pid: 4711},
  ...{container: undefined, ports: {broker: 9092}, forSeconds: 61, restarts: 0, adopted: false},
  ...{memoryBytes: 1 << 27, cpuSeconds: 1.46, urls: [{label: 'Kafka', url: '127.0.0.1:9092'}]},
}
const contained = {...kafka, name: 'grafana', runtime: 'docker', pid: 12, container: 'c0ffee'.repeat(10)}

function lines(components: readonly ComponentReport[], columns: number): string[] {
  const lab = {name: 'seals', dir: '/seals/.msa', file: undefined}
  const status: LabStatus = {lab, supervisorPid: 7, components: [...components]}
  return statusView(status, new Chalk({level: 0}), columns).split('\n')
}

it('fits into 80 columns where everything is a process', () => {
  const [head = '', row = ''] = lines([kafka], 80)
  expect(head.split(/\s+/)).toEqual(['NAME', 'STATE', 'PID', 'PORTS', 'FOR', 'RESTARTS', 'CPU', 'MEMORY'])
  expect(row).toContain('4711')
  expect(Math.max(head.length, row.length)).toBeLessThanOrEqual(80)
})

it('names the runtime of each, and a container by its short id, where there are any', () => {
  const [head, process = '', container = ''] = lines([kafka, contained], 80)
  expect(head).toContain('RUNTIME  PID OR CONTAINER')
  expect(process).toMatch(/local +4711/)
  expect(container).toMatch(/docker +c0ffeec0ffee /)
})

it('has room for runtime and address in a wide terminal', () => {
  expect(lines([kafka], 92)[0]).toContain('RUNTIME')
  expect(lines([kafka], 118)[1]).toContain('127.0.0.1:9092')
})
