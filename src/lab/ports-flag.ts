import {MsaError} from '../errors.js'
import {quoted} from './lab-file/tree.js'
import {isName} from './names.js'

export const portForm = 'a port from 1 to 65535'
export const portFlagForm = 'COMPONENT=PORT or COMPONENT.NAME=PORT, such as kafka=19092 or kafka.broker=19092'

export interface PortFlag {
  /** `kafka` (its main port) or `kafka.broker`. */
  readonly target: string
  readonly port: number
}

/** A port in ASCII digits; undefined for anything else. */
export function portNumber(text: string): number | undefined {
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0
  return port >= 1 && port <= 65_535 ? port : undefined
}

export function parsePort(text: string): number {
  const port = portNumber(text)
  if (port !== undefined) return port
  throw new MsaError('E_USAGE', `${quoted(text)} is not a port, expected ${portForm}`, {
    tryThis: ['See which ports are taken: msa ports'],
  })
}

/** The value of `--port`. Whether component and port name exist is for the lab to say. */
export function parsePortFlag(text: string): PortFlag {
  const equals = text.lastIndexOf('=')
  const target = text.slice(0, Math.max(0, equals))
  const [component = '', name = 'main', ...rest] = target.split('.')
  if (equals === -1 || rest.length > 0 || !isName(component) || !isName(name)) {
    throw new MsaError('E_USAGE', `${quoted(text)} says no port of a component, expected ${portFlagForm}`, {
      tryThis: ['See the components and their ports: msa ports'],
    })
  }
  return {target, port: parsePort(text.slice(equals + 1))}
}
