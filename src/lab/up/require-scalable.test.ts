import {expect, it} from 'vitest'
import {catalogue} from '../../stacks/index.js'
import {parseLabFile} from '../lab-file.js'
import {noOverrides} from '../overrides.js'
import {applyOverrides} from './apply-overrides.js'
import {requireScalable} from './require-scalable.js'

const file = parseLabFile('version: 1\nuse: course\n', '/lab/msa.yml', catalogue, {env: {}})
const scaled = (instances: Record<string, number>) => applyOverrides(file, {...noOverrides, instances})

it('a second broker, which would take the place of the first one, is refused', () => {
  expect(() => requireScalable(scaled({kafka: 2}), catalogue)).toThrow('kafka runs once in a lab, not 2 times')
})

it('services run as often as they are wanted', () => {
  expect(() => requireScalable(scaled({kafka: 1, 'order-service': 3}), catalogue)).not.toThrow()
})
