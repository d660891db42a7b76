import type {Method} from './connect-http.js'

export type ConnectorConfig = Readonly<Record<string, string>>

/** One request to a worker's REST interface: what is sent, and what is shown of it. */
export interface ConnectRequest {
  readonly method: Method
  readonly path: string
  readonly body?: unknown
}

export type ConnectorAction = 'pause' | 'resume' | 'stop'

export const connectRequest = {
  names: (): ConnectRequest => ({method: 'GET', path: '/connectors'}),
  statuses: (): ConnectRequest => ({method: 'GET', path: '/connectors?expand=status'}),
  plugins: (all: boolean): ConnectRequest => ({
    method: 'GET',
    path: `/connector-plugins${all ? '?connectorsOnly=false' : ''}`,
  }),
  status: (name: string) => get(name, '/status'),
  config: (name: string) => get(name, '/config'),
  topics: (name: string) => get(name, '/topics'),
  offsets: (name: string) => get(name, '/offsets'),
  validate: (config: ConnectorConfig): ConnectRequest => ({
    method: 'PUT',
    path: `/connector-plugins/${encodeURIComponent(config['connector.class'] ?? '')}/config/validate`,
    body: config,
  }),
  putConfig: (name: string, config: ConnectorConfig): ConnectRequest => ({
    method: 'PUT',
    path: `${pathOf(name)}/config`,
    body: config,
  }),
  act: (name: string, action: ConnectorAction): ConnectRequest => ({method: 'PUT', path: `${pathOf(name)}/${action}`}),
  /** `onlyFailed`: what runs is left alone. Without `includeTasks` Connect would leave failed tasks dead. */
  restart: (name: string, onlyFailed: boolean): ConnectRequest => ({
    method: 'POST',
    path: `${pathOf(name)}/restart?includeTasks=true&onlyFailed=${onlyFailed}`,
  }),
  remove: (name: string): ConnectRequest => ({method: 'DELETE', path: pathOf(name)}),
  resetOffsets: (name: string): ConnectRequest => ({method: 'DELETE', path: `${pathOf(name)}/offsets`}),
} as const

function get(name: string, what: string): ConnectRequest {
  return {method: 'GET', path: `${pathOf(name)}${what}`}
}

function pathOf(name: string): string {
  return `/connectors/${encodeURIComponent(name)}`
}
