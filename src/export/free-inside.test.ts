import {describe, expect, it} from 'vitest'
import {parseLabFile} from '../lab/lab-file.js'
import {factsOf, partsOf} from '../lab/tasks/members.js'
import {catalogue} from '../stacks/index.js'
import {freeInside} from './free-inside.js'

function ports(yaml: string, offset = 0) {
  const lab = parseLabFile(yaml, '/lab/msa.yml', catalogue, {env: {}})
  const {parts, auto} = freeInside(partsOf(lab, catalogue, []), offset)
  return {ports: Object.fromEntries(parts.map(part => [factsOf(part).name, factsOf(part).ports])), auto: [...auto]}
}

describe('a port that msa would choose at each start', () => {
  it('is the same number in every export, and not one that somebody has', () => {
    const yaml =
      'version: 1\ncomponents: [user-service, catalog-service]\nservices: {web: {image: "web:1", port: 18082}}\n'
    expect(ports(yaml)).toEqual(ports(yaml))
    expect(ports(yaml).ports).toMatchObject({'user-service': {http: 18_081}, 'catalog-service': {http: 18_083}})
    expect(ports(yaml).auto).toEqual([18_081, 18_083])
  })

  it('leaves room for all instances, and moves by no offset', () => {
    const yaml = 'version: 1\ncomponents: {user-service: {instances: 3}, order-service: }\n'
    const {ports: found, auto} = ports(yaml, 1000)
    expect([found['user-service'], found['order-service']]).toEqual([{http: 18_081}, {http: 18_084}])
    expect(auto).toEqual([18_081, 18_082, 18_083, 18_084])
  })
})
