import {expect, it} from 'vitest'
import {catalogue} from '../../stacks/index.js'
import {parseLabFile} from '../lab-file.js'
import {partsOf} from '../tasks/members.js'
import {isMixed} from './images.js'

function mixed(lines: string, inContainers: readonly string[]): boolean {
  const lab = parseLabFile(`version: 1\n${lines}\n`, '/lab/msa.yml', catalogue, {env: {}})
  return isMixed(partsOf(lab, catalogue, []), new Map(inContainers.map(name => [name, 'docker'])))
}

const platform = 'components: [config, discovery, gateway]'

it('a lab is mixed when some of those that find each other by discovery are in containers, and some are not', () => {
  expect(mixed(platform, ['gateway'])).toBe(true)
  expect(mixed(platform, [])).toBe(false)
  expect(mixed('components: [discovery]', ['discovery'])).toBe(false)
})

it('a program of your own beside containers makes a lab mixed', () => {
  const all = ['config', 'discovery', 'gateway', 'rabbitmq']
  expect(mixed(`${platform}\nservices: {orders: {npm: start}}`, all)).toBe(true)
  expect(mixed(`${platform}\nservices: {orders: {image: "me/orders:1"}}`, [...all, 'orders'])).toBe(false)
})

it('servers that nobody looks up in discovery make no lab mixed', () => {
  expect(mixed('components: [kafka, zookeeper, mariadb]', ['mariadb'])).toBe(false)
  expect(mixed(`${platform}\n`, ['kafka', 'grafana'])).toBe(false)
})
