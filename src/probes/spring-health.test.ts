import {describe, expect, it} from 'vitest'
import {healthText} from './spring-health.js'

const health = (components: unknown) => healthText(JSON.stringify({status: 'DOWN', components}))

describe('of a Spring Boot health answer', () => {
  it('all that is not up is told, with the reason where there is one', () => {
    const rabbit = {status: 'DOWN', details: {error: 'connect ECONNREFUSED 127.0.0.1:5672'}}
    const readinessState = {status: 'OUT_OF_SERVICE', details: {reason: 'starting'}}
    expect(
      health({db: {status: 'UP'}, rabbit, discovery: {status: 'UNKNOWN'}, kafka: {status: 'DOWN'}, readinessState}),
    ).toBe(
      'rabbit is DOWN (connect ECONNREFUSED 127.0.0.1:5672), kafka is DOWN, readinessState is OUT_OF_SERVICE (starting)',
    )
  })

  it('a long reason, or one of several lines, is cut', () => {
    const error = `${'x'.repeat(200)}\nat com.example`
    expect(health({db: {status: 'DOWN', details: {error}}})).toBe(`db is DOWN (${'x'.repeat(119)}…)`)
    expect(health({db: {status: 'DOWN', details: {error: 'refused\nat com.example'}}})).toBe('db is DOWN (refused)')
  })

  it.each(['', 'no JSON', 'null', '[]', '{"status":"DOWN"}', '{"components":null}', '{"components":{"a":null,"b":7}}'])(
    '%j says nothing of parts',
    body => expect(healthText(body)).toBe(''),
  )
})
