import {describe, expect, it} from 'vitest'
import {parse} from 'yaml'
import {prometheus} from './prometheus.js'
import {context} from './workload-context.fixture.js'

interface Job {
  readonly job_name: string
  readonly eureka_sd_configs?: readonly {readonly server: string}[]
  readonly relabel_configs?: readonly {readonly regex?: string; readonly action?: string}[]
}

function jobs(...members: string[]): readonly Job[] {
  const [file] = prometheus.workload(context(members)).files ?? []
  return (parse(file?.content.toString() ?? '') as {scrape_configs: Job[]}).scrape_configs
}
const names = (found: readonly Job[]) => found.map(job => job.job_name)

describe('Prometheus scrapes', () => {
  it('itself, where there is nobody else', () => {
    expect(names(jobs())).toEqual(['prometheus'])
  })

  it('the services of the lab through its gateway, as the course has it', () => {
    expect(names(jobs('gateway', 'user-service'))).toEqual(['user-service', 'apigateway-service', 'prometheus'])
  })

  it('whatever else registers, and nobody twice', () => {
    const registered = jobs('gateway', 'user-service', 'discovery').at(-1)
    expect(registered?.eureka_sd_configs?.[0]?.server).toBe('http://127.0.0.1:1001/eureka')
    const [drop] = registered?.relabel_configs ?? []
    expect(drop).toMatchObject({action: 'drop', regex: '(?i)(user-service|apigateway-service|prometheus)'})
  })
})
