import type {ChalkInstance} from 'chalk'
import {planText} from '../../lab/up/plan-text.js'
import type {Upped} from '../../lab/up/up-lab.js'
import type {UpResult} from '../../lab/up/up-result.js'
import type {TaskUrl} from '../../runtimes/runtime.js'
import {escapeLine} from '../escape.js'
import {table} from '../table.js'
import {countText, fromHome} from '../units.js'

export interface UpViewOptions {
  readonly paint: ChalkInstance
  /** The person's home folder: paths below it are shown with `~`. */
  readonly home: string | undefined
}

/** The plan of a dry run, or where everything answers, with credentials, and how long it took. */
export function upView({plan, result}: Upped, {paint, home}: UpViewOptions): string {
  if (result === undefined) return `${planText(plan)}\n`
  const urls = result.components.flatMap(component => component.urls)
  return [
    urlTable(urls, paint),
    ...urls.flatMap(({label, passwordFile}) =>
      passwordFile === undefined ? [] : [`${label}'s password: ${fromHome(escapeLine(passwordFile), home)}\n`],
    ),
    leftOutText(result),
    summary(result, paint),
  ].join('')
}

function urlTable(urls: readonly TaskUrl[], paint: ChalkInstance): string {
  const rows = table(urls, [
    {title: 'what', value: ({label}) => label},
    {title: 'where', value: ({url}) => url, paint: text => paint.cyan(text)},
    {title: 'user', value: ({user}) => user ?? ''},
    {
      title: 'password',
      value: ({password, passwordFile}) => password ?? (passwordFile === undefined ? '' : 'below'),
    },
  ])
  return rows === '' ? '' : `${rows}\n`
}

function leftOutText({leftOut}: UpResult): string {
  if (leftOut.length === 0) return ''
  return `left out: ${leftOut.map(escapeLine).join(', ')}: neither program nor image is on this machine (msa doctor says more)\n`
}

function summary({components, changed, stopped, totalMs}: UpResult, paint: ChalkInstance): string {
  const seconds = (totalMs / 1000).toFixed(1)
  const ready = components.filter(({state}) => state === 'ready').length
  const done = [
    ...(changed.length === 0 ? [] : [`${countText(changed.length, 'component')} started`]),
    ...(stopped.length === 0 ? [] : [`${countText(stopped.length, 'component')} stopped`]),
  ]
  const what = done.length === 0 ? 'nothing to do' : done.join(', ')
  return `${paint.green(`${ready} of ${countText(components.length, 'component')} ready, ${what}, ${seconds} s`)}\n`
}
