import type {AddedConnector} from '../../connectors/add-connector.js'
import type {DoctorReport} from '../../connectors/doctor.js'
import type {Finding} from '../../connectors/finding.js'
import type {MappedSetting} from '../../connectors/translate/translation.js'
import {MsaError, reviveError} from '../../errors.js'
import {escapeLine} from '../escape.js'
import {countText} from '../units.js'
import {changeText, fieldText} from './connectors.js'

/** What was translated, and what became of each connector. */
export function addedView(added: readonly AddedConnector[]): string {
  return added.map(one => `${mappingText(one)}${outcomeText(one)}`).join('')
}

function outcomeText({name, outcome, health, changes, findings}: AddedConnector): string {
  const tasks = health?.tasks.length ?? 0
  const state = health === undefined ? '' : `, ${health.state}${tasks > 1 ? ` with ${tasks} tasks` : ''}`
  const changed =
    outcome.endsWith('update') || outcome === 'updated' ? changes.map(change => `  ${changeText(change)}\n`) : []
  return `${escapeLine(name)}: ${outcome}${state}\n${changed.join('')}${findings.map(findingText).join('')}`
}

function mappingText({name, mapping}: AddedConnector): string {
  return mapping.length === 0
    ? ''
    : `${escapeLine(name)} is translated from Confluent's connector to Debezium's:\n${mappingView(mapping)}`
}

/** The parts of a transform are left to `--json`: that there is one is enough. */
export function mappingView(mapping: readonly MappedSetting[]): string {
  return mapping
    .filter(({to}) => to === undefined || !/^(?:transforms|predicates)\.[^=]+\./.test(to))
    .map(({from, to, note}) => {
      const arrow = from === undefined ? (to === undefined ? '!' : `+ ${to}`) : `${from} → ${to ?? '(nothing)'}`
      return `  ${escapeLine(`${arrow}${note === undefined ? '' : `  ${to === undefined && from === undefined ? '' : '— '}${note}`}`)}\n`
    })
    .join('')
}

export function findingText({cause, fix}: Pick<Finding, 'cause' | 'fix'>): string {
  return `  ${escapeLine(cause)}\n${fixText(fix)}`
}

function fixText(fix: readonly string[]): string {
  return fix.map((line, index) => `    ${index === 0 ? 'try:' : '    '} ${escapeLine(line)}\n`).join('')
}

/** The command has failed when one of them doesn't run; the first one's cause is told, with what mends it. */
export function requireRunning(added: readonly AddedConnector[]): readonly AddedConnector[] {
  const bad = added.find(({outcome}) => ['invalid', 'failed', 'timed out', 'refused'].includes(outcome))
  if (bad === undefined) return added
  if (bad.problem) throw reviveError(bad.problem)
  throw bad.outcome === 'invalid' ? invalid(bad) : notRunning(bad)
}

function invalid({name, from, validation, findings, mapping}: AddedConnector): MsaError {
  const errors = validation?.errors ?? []
  const fields = errors.map(({field, value, errors: words}) => fieldText(field, value, words).trim())
  const refused = `${countText(errors.length, 'setting')} ${errors.length === 1 ? 'is' : 'are'} refused`
  const field = errors[0]?.field ?? 'KEY'
  const [first = forAdd(`msa connector config it --set ${field}=VALUE`, from, mapping.length > 0), ...rest] = findings
    .flatMap(({fix}) => [...fix])
    .map(line => forAdd(line, from, mapping.length > 0))
  return new MsaError('E_INPUT', `${name} was not sent: ${findings[0]?.cause ?? refused}`, {
    details: [...findings.slice(1).map(({cause}) => cause), ...fields],
    tryThis: [first, ...rest],
  })
}

/** What mends a connector that is there, for one that isn't yet. */
function forAdd(line: string, from: string, isTranslated: boolean): string {
  const add = /^[\w./-]+$/.test(from)
    ? `msa connector add ${from}${isTranslated ? ' --translate' : ''}`
    : 'Add to the same command:'
  return line.replace(/msa connector config \S+ --set/, `${add} --set`)
}

function notRunning({name, outcome, report, health}: AddedConnector): MsaError {
  const diagnosis = report?.diagnosis
  const cause = diagnosis?.cause ?? report?.findings[0]?.cause
  const state = health?.state ?? 'nothing known of it'
  const [first = `msa connector doctor ${name}`, ...rest] = diagnosis?.fix ?? report?.findings[0]?.fix ?? []
  const code = outcome === 'failed' ? 'E_FAILED' : 'E_NOT_READY'
  return new MsaError(code, `${name} ${outcome === 'failed' ? 'failed' : 'does not run yet'}: ${cause ?? state}`, {
    details: [
      ...(diagnosis?.words === undefined ? [] : [`Connect says: ${diagnosis.words}`]),
      ...(report?.topics ?? []).map(({topic, holds}) => `${topic}: ${holds}`),
    ],
    tryThis: [first, ...rest, `All of it: msa connector doctor ${name} --trace`],
  })
}

export function doctorView({showTrace}: {showTrace: boolean}): (report: DoctorReport) => string {
  return report => {
    const {name, state, diagnosis, findings, topics, trace} = report
    const lines = [
      `${escapeLine(name)}: ${state}${diagnosis === undefined && findings.length === 0 ? ', nothing to complain about' : ''}\n`,
      ...(diagnosis === undefined ? [] : [findingText(diagnosis)]),
      ...(diagnosis?.words === undefined ? [] : [`  Connect says: ${escapeLine(diagnosis.words)}\n`]),
      ...findings.map(findingText),
      ...topics.map(({topic, holds}) => `  ${escapeLine(`${topic}: ${holds}`)}\n`),
      ...(showTrace && trace !== undefined ? trace.split('\n').map(line => `${escapeLine(line)}\n`) : []),
    ]
    return lines.join('')
  }
}
