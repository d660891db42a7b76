import type {FlowReport, LegResult} from '../../flow/flow-leg.js'
import {escapeLine} from '../escape.js'

export function flowView({mark, ok, broken, ms, legs}: FlowReport): string {
  const verdict = ok ? `arrived everywhere, ${ms} ms` : `broken at: ${broken}`
  return `${legs.map(legText).join('')}${escapeLine(`${mark}: ${verdict}`)}\n`
}

function legText(result: LegResult): string {
  const name = result.leg.padEnd(6)
  if (result.state === 'not tried') return `-  ${name} not tried\n`
  const time = `${String(result.ms).padStart(6)} ms`
  if (result.state === 'passed') return `ok ${name}${time}  ${escapeLine(result.seen)}\n`
  const fix = result.tryThis.map((line, index) => `      ${index === 0 ? 'try:' : '    '} ${escapeLine(line)}\n`)
  return `no ${name}${time}  ${escapeLine(result.reason)}\n${fix.join('')}`
}
