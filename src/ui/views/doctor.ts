import type {ChalkInstance} from 'chalk'
import type {Level} from '../../doctor/check.js'
import type {Diagnosis} from '../../doctor/diagnose.js'
import {escapeControls} from '../escape.js'
import {countText} from '../units.js'

const marks: Readonly<Record<Level, string>> = {pass: 'ok', warn: 'warn', fail: 'FAIL'}

/** One line a finding, the remedies below it, and the sum. */
export function doctorView({findings, counts, would = []}: Diagnosis, paint: ChalkInstance): string {
  const width = Math.max(...findings.map(({subject}) => subject.length))
  const lines = findings.flatMap(({level, subject, says, tryThis}) => {
    const [first = '', ...rest] = escapeControls(says).split('\n')
    const indent = ' '.repeat(width + 8)
    return [
      `${paintLevel(marks[level].padEnd(4), level, paint)}  ${subject.padEnd(width)}  ${first}`,
      ...rest.map(line => `${indent}${paint.dim(line)}`),
      ...tryThis.map(line => `${indent}→ ${line}`),
    ]
  })
  const remedies = would.length === 0 ? [] : ['To be run:', ...would.map(line => `  ${escapeControls(line)}`)]
  const sum = `${countText(counts.pass, 'check')} passed, ${countText(counts.warn, 'warning')}, ${counts.fail} failed`
  return `${[...lines, '', paintLevel(sum, counts.fail > 0 ? 'fail' : counts.warn > 0 ? 'warn' : 'pass', paint), ...remedies].join('\n')}\n`
}

function paintLevel(text: string, level: Level, paint: ChalkInstance): string {
  return level === 'pass' ? paint.green(text) : level === 'warn' ? paint.yellow(text) : paint.red(text)
}
