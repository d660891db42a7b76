import {durationMs} from '../lab/durations.js'
import type {TreeNode} from '../lab/lab-file/tree.js'
import type {PublishedPort} from './ports.js'
import {itemsOf, textAt, textOf, valueAt} from './tree-values.js'

export interface HealthRead {
  readonly health: Readonly<Record<string, string | number>> | undefined
  readonly problems: readonly string[]
}

const url = /https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0)(?::([0-9]+))?(\/[^\s'"|;&)]*)?/
const open = /(?:\bnc\b[^|;&]*?\s|\/dev\/tcp\/)(?:localhost|127\.0\.0\.1)[ /]([0-9]{1,5})/

type NamedPort = PublishedPort & {readonly name: string}

/**
 * msa asks from outside, by a published port: a command that asks for a page becomes that page, any other command becomes whether the port is open,
 * and both are said.
 */
export function healthOf(node: TreeNode | undefined, ports: readonly NamedPort[]): HealthRead {
  const command = commandOf(node)
  if (node === undefined || command === undefined) return {health: undefined, problems: []}
  const page = pageOf(command, ports)
  if (page !== undefined) {
    const port = page.port === ports[0] ? {} : {port: page.port.name}
    return {health: {http: page.path, ...port, ...timing(node)}, problems: []}
  }
  const named = Number(open.exec(command)?.[1])
  const exact = ports.find(({inside}) => inside === named)
  const asked = exact ?? ports[0]
  if (asked === undefined)
    return {health: undefined, problems: ['healthcheck: it publishes no port that msa could ask; ready once it runs']}
  const other = `healthcheck: a command within the container, which msa does not run; it asks whether port ${asked.inside} is open`
  return {health: {tcp: asked.name, ...timing(node)}, problems: exact === undefined ? [other] : []}
}

/** Undefined where nothing is asked. */
function commandOf(node: TreeNode | undefined): string | undefined {
  if (node === undefined || textAt(node, 'disable') === 'true') return undefined
  const words = itemsOf(valueAt(node, 'test')).map(item => textOf(item) ?? '')
  const command = words.filter((word, index) => index > 0 || !/^(CMD|CMD-SHELL)$/.test(word)).join(' ')
  return command === '' || command === 'NONE' ? undefined : command
}

function pageOf(command: string, ports: readonly NamedPort[]) {
  const [whole, number = '80', path = '/'] = url.exec(command) ?? []
  const port = ports.find(({inside}) => inside === Number(number))
  return whole === undefined || whole.startsWith('https:') || port === undefined ? undefined : {port, path}
}

function timing(node: TreeNode): Record<string, string | number> {
  const ms = (key: string) => {
    const written = textAt(node, key)
    return written === undefined ? undefined : durationMs(written)
  }
  const [period, timeout, start] = [ms('interval'), ms('timeout'), ms('start_period')]
  const retries = Number(textAt(node, 'retries') ?? 3)
  return {
    ...(period === undefined ? {} : {period: durationText(period)}),
    ...(timeout === undefined ? {} : {timeout: durationText(timeout)}),
    ...(textAt(node, 'retries') === undefined || retries < 1 || retries > 100 ? {} : {failureThreshold: retries}),
    ...(start === undefined ? {} : {startTimeout: durationText(start + retries * (period ?? 30_000))}),
  }
}

function durationText(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`
}
