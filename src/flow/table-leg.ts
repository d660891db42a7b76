import {MsaError} from '../errors.js'
import {findRow} from './find-marked.js'
import type {Leg} from './flow-leg.js'
import type {FlowPlaces} from './flow-places.js'
import {type FoundConnector, findSink, requireAlive, tableOfSink, whyNot} from './follow-connector.js'

export interface MarkedRow {
  readonly mark: string
  readonly column: string
  readonly table: string | undefined
}

/** The table that the service writes itself. */
export function serviceTableLeg(
  {mark, column, table}: MarkedRow & {readonly table: string},
  {askDatabase}: Pick<FlowPlaces, 'askDatabase'>,
): Leg {
  return {
    name: 'table',
    look: async () => findRow(await askDatabase(), table, column, mark),
    broken: async () => ({
      reason: `the order was taken, and it is not in the table ${table}`,
      tryThis: ['msa logs order-service --tail 20', 'msa status mariadb'],
    }),
  }
}

/** The table into which a sink connector writes the topic. `add` is what makes one. */
export function sinkTableLeg(
  {mark, column, table}: MarkedRow,
  topic: string,
  {askDatabase, askConnect}: Pick<FlowPlaces, 'askDatabase' | 'askConnect'>,
  add: string,
): Leg {
  let sink: FoundConnector | undefined
  const find = async () => {
    const found = await findSink(await askConnect(), topic)
    if (found === undefined)
      throw new MsaError('E_FAILED', `no connector writes ${topic} into the database`, {tryThis: [add]})
    return found
  }
  return {
    name: 'table',
    async look() {
      if (sink === undefined) {
        sink = await find()
        requireAlive(sink)
      }
      const seen = await findRow(await askDatabase(), table ?? tableOfSink(sink.config, topic), column, mark)
      return seen && `${seen}, by ${sink.name}`
    },
    broken: async () => whyNot(await find()),
  }
}
