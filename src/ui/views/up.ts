import type {ChalkInstance} from 'chalk'
import {planText} from '../../lab/up/plan-text.js'
import type {Upped} from '../../lab/up/up-lab.js'
import type {UpResult} from '../../lab/up/up-result.js'
import {escapeLine} from '../escape.js'
import {table} from '../table.js'
import {countText} from '../units.js'

/** The plan of a dry run, or where everything answers, with credentials, and how long it took. */
export function upView({plan, result}: Upped, paint: ChalkInstance): string {
  if (result === undefined) return `${planText(plan)}\n`
  return [urlTable(result), leftOutText(result), summary(result, paint), '']
    .filter(text => text !== undefined)
    .join('\n')
}

function urlTable({components}: UpResult): string {
  const rows = components.flatMap(({urls}) => urls)
  return table(rows, [
    {title: 'what', value: ({label}) => label},
    {title: 'where', value: ({url}) => url},
    {title: 'user', value: ({user}) => user ?? ''},
    {
      title: 'password',
      value: ({password, passwordFile}) => password ?? (passwordFile === undefined ? '' : `in ${passwordFile}`),
    },
  ])
}

function leftOutText({leftOut}: UpResult): string | undefined {
  return leftOut.length === 0
    ? undefined
    : `left out, since its program is not on this machine: ${leftOut.map(escapeLine).join(', ')} (msa doctor says more)`
}

function summary({components, changed, totalMs}: UpResult, paint: ChalkInstance): string {
  const seconds = (totalMs / 1000).toFixed(1)
  const ready = components.filter(({state}) => state === 'ready').length
  const what = changed.length === 0 ? 'nothing to do' : `${countText(changed.length, 'component')} started`
  return paint.green(`${ready} of ${countText(components.length, 'component')} ready, ${what}, ${seconds} s`)
}
