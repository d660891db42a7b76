import {nearest} from '../../nearest.js'
import type {Probe, ProbeQuestion, ProbeTiming} from '../../probes/probe.js'
import type {Component} from '../../stacks/component.js'
import {startupPeriodMs} from '../readiness.js'
import type {At} from './collections.js'
import type {Report} from './mistakes.js'
import type {HealthDraft} from './service-shape.js'
import {quoted} from './tree.js'

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])
const urlRule = 'a path such as /actuator/health, or an http URL on localhost'

export interface HealthContext {
  /** The service's ports; the first is the main one. */
  readonly ports: Readonly<Record<string, number>>
  /** Where it is said, for a mistake of the whole. */
  readonly serviceName: string
  /** From start to ready, unless the file says otherwise. */
  readonly startTimeoutMs: number
}

/** How the service is asked: as the file says, else whether its main port is open, else it is ready once it runs. */
export function probesOf(
  health: At<HealthDraft> | undefined,
  context: HealthContext,
  report: Report,
): Component['probes'] {
  const timing = timingOf(health?.value)
  const question = questionOf(health, context, report)
  const deadlineMs = health?.value.startTimeout ?? context.startTimeoutMs
  const readiness: Probe = {...question, ...timing}
  const periodMs = startupPeriodMs({readiness})
  return {
    startup: {...readiness, periodMs, failureThreshold: Math.max(1, Math.ceil(deadlineMs / periodMs))},
    readiness,
  }
}

function timingOf(health: HealthDraft | undefined): ProbeTiming {
  const {period, timeout, failureThreshold, successThreshold} = health ?? {}
  return {
    ...(period === undefined ? {} : {periodMs: period}),
    ...(timeout === undefined ? {} : {timeoutMs: timeout}),
    ...(failureThreshold === undefined ? {} : {failureThreshold}),
    ...(successThreshold === undefined ? {} : {successThreshold}),
  }
}

function questionOf(health: At<HealthDraft> | undefined, context: HealthContext, report: Report): ProbeQuestion {
  const [main] = Object.keys(context.ports)
  const fallback: ProbeQuestion = main === undefined ? {kind: 'all', of: []} : {kind: 'tcp', port: main}
  if (health === undefined) return fallback
  const {http, tcp, log, port} = health.value
  const given = [http, tcp, log].filter(question => question !== undefined)
  if (given.length > 1) report({...health, problem: 'asks in several ways', expected: 'one of http, tcp and log'})
  if (given.length === 0 && port !== undefined)
    report({...port, problem: 'a port, but nothing to ask', expected: 'http: /path beside it'})
  if (http !== undefined) return {kind: 'http', ...httpTarget(http, port, context, report)}
  if (tcp !== undefined) return {kind: 'tcp', port: portNamed(tcp, context, report)}
  if (log !== undefined) return {kind: 'log', pattern: checkedPattern(log, report)}
  return fallback
}

function httpTarget(http: At<string>, port: At<string> | undefined, context: HealthContext, report: Report) {
  const {value} = http
  const [main = ''] = Object.keys(context.ports)
  const named = port === undefined ? main : portNamed(port, context, report)
  if (value.startsWith('/')) {
    const expected = 'port: NUMBER or port: auto at the service'
    if (named === '') report({...http, problem: `${context.serviceName} has no port to ask`, expected})
    return {port: named, path: value}
  }
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (url === undefined || url.protocol !== 'http:' || !loopback.has(url.hostname) || url.username !== '') {
    report({...http, problem: `found ${quoted(value)}`, expected: urlRule})
    return {port: named, path: '/'}
  }
  const number = Number(url.port === '' ? 80 : url.port)
  const owner = Object.entries(context.ports).find(([, candidate]) => candidate === number)?.[0]
  if (owner === undefined)
    report({
      ...http,
      problem: `${context.serviceName} has no port ${number}`,
      expected: 'one of its own, or only the path',
    })
  return {port: owner ?? named, path: `${url.pathname}${url.search}`}
}

function portNamed(name: At<string>, {ports}: HealthContext, report: Report): string {
  const names = Object.keys(ports)
  if (names.includes(name.value)) return name.value
  report({
    ...name,
    problem: `no port ${quoted(name.value)}`,
    expected: names.length === 0 ? 'a port at the service' : `one of ${names.join(', ')}`,
    nearest: nearest(name.value, names),
  })
  return name.value
}

function checkedPattern(log: At<string>, report: Report): string {
  try {
    new RegExp(log.value, 'u')
  } catch (error) {
    report({
      ...log,
      problem: error instanceof Error ? error.message : 'not a regular expression',
      expected: 'a regular expression',
    })
  }
  return log.value
}
