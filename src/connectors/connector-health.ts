import type {ConnectorState, ConnectorStatus} from '../clients/connect.js'

export interface ConnectorHealth {
  readonly name: string
  readonly type: ConnectorStatus['type']
  /** The worst of the connector and its tasks: RUNNING with a dead task is FAILED. */
  readonly state: ConnectorState | 'NO TASKS'
  readonly connector: ConnectorState
  readonly tasks: readonly {readonly id: number; readonly state: ConnectorState; readonly worker: string}[]
  readonly worker: string
}

/** Worst first. */
const WORST: readonly ConnectorState[] = [
  'FAILED',
  'DESTROYED',
  'UNASSIGNED',
  'RESTARTING',
  'STOPPED',
  'PAUSED',
  'RUNNING',
]

export function healthOf({name, type, connector, tasks}: ConnectorStatus): ConnectorHealth {
  const states = [connector.state, ...tasks.map(({state}) => state)]
  const worst = WORST.find(state => states.includes(state)) ?? connector.state
  return {
    name,
    type,
    state: worst === 'RUNNING' && tasks.length === 0 ? 'NO TASKS' : worst,
    connector: connector.state,
    tasks: tasks.map(({id, state, worker_id}) => ({id, state, worker: worker_id})),
    worker: connector.worker_id,
  }
}

/** The first trace: the connector's own before its tasks'. */
export function traceOf({connector, tasks}: ConnectorStatus): string | undefined {
  return [connector, ...tasks].find(({state, trace}) => state === 'FAILED' && trace !== undefined)?.trace
}
